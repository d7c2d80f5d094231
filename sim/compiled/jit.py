"""How functions are compiled: once, without wrappers for Python; what is kept of an earlier time is not compiled again.

::

    NUMBA_DISABLE_JIT=1       every function stays as it is written
    code is kept              entries call it, no other function is ever called, numba is not imported
    else                      the first call of an entry compiles all of them, and keeps them
"""

import os
from collections.abc import Callable
from contextlib import suppress
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from sim.compiled.kept import Native, keep, kept, loaded

_PLAIN = os.environ.get("NUMBA_DISABLE_JIT", "0") not in ("", "0")
_KEPT = {} if _PLAIN else kept()

if TYPE_CHECKING or not (_PLAIN or _KEPT):
    import numba
    from numba.core import types
if TYPE_CHECKING or _PLAIN or _KEPT:
    from sim.compiled.plain import apart, fetch, length, low_bit, ones
else:
    from sim.compiled.intrinsics import apart, fetch, length, low_bit, ones

__all__ = ["apart", "compiled", "entry", "fetch", "inlined", "length", "low_bit", "ones"]


def compiled(function: Callable[..., Any]) -> Any:
    """Compile a function that only compiled code calls: without wrappers it takes half as long."""
    return _inner(function, forceinline=False)


def inlined(function: Callable[..., Any]) -> Any:
    """Compile a function into every place it is called from: for what is small and often called."""
    return _inner(function, forceinline=True)


def _inner(function: Callable[..., Any], *, forceinline: bool) -> Any:
    """Compile a function for integers, not once more for every constant it is called with."""
    if _PLAIN or _KEPT:
        return function
    made = _made(function, forceinline=forceinline)
    template = made.get_call_template
    made.get_call_template = lambda args, kws: template(tuple(map(types.unliteral, args)), kws)
    return made


def _made(function: Callable[..., Any], **options: bool) -> Any:
    """What numba makes of a function, still to be compiled."""
    njit: Any = numba.njit  # its types say nothing of wrappers
    return njit(error_model="numpy", no_cpython_wrapper=True, no_cfunc_wrapper=True, **options)(function)


def entry(arrays: int, numbers: int = 0) -> Callable[[Callable[..., Any]], Any]:
    """Compile a function that Python calls with arrays of int64, then integers. It indexes an array with no check."""

    def made(function: Callable[..., Any]) -> Any:
        return function if _PLAIN else _Entry(function, arrays, numbers)

    return made


class _Entry:
    """A function that Python calls; its code is loaded, or compiled, when it first is."""

    def __init__(self, function: Callable[..., Any], arrays: int, numbers: int) -> None:
        self._function, self._arrays, self._numbers = function, arrays, numbers
        self._code: Callable[..., int] | None = None
        self.__doc__ = function.__doc__
        _ENTRIES[f"{function.__module__}.{function.__name__}"] = self

    def __call__(self, *arguments: Any) -> int:
        if self._code is None:
            _load()
            assert self._code is not None, "every entry is kept"
        return self._code(*map(_address, arguments[: self._arrays]), *map(int, arguments[self._arrays :]))

    def native(self) -> Native:
        """Compile it."""
        words = types.int64
        signature = (types.CPointer(words),) * self._arrays + (words,) * self._numbers
        made = _made(self._function)
        made.compile(signature)
        result = made.overloads[signature]
        assert result.signature.return_type in (words, types.none), "an entry returns an integer or nothing"
        return result.fndesc.llvm_func_name, result.library._get_compiled_object()

    def load(self, native: Native) -> None:
        """Take its code."""
        self._code = loaded(native, self._arrays, self._numbers)


_ENTRIES: dict[str, _Entry] = {}


def _address(array: Any) -> int:
    """Where the words of an array lie."""
    assert array.dtype == np.int64 and array.flags.c_contiguous, "words that lie side by side"
    address: int = array.ctypes.data
    return address


def _load() -> None:
    """Give every entry its code, and keep it if it had to be compiled."""
    found = _KEPT or kept()
    if not found:
        for path in Path(__file__).parent.glob("*.py"):
            import_module(f"{__package__}.{path.stem}")  # whatever has an entry
        found = {name: one.native() for name, one in _ENTRIES.items()}
        with suppress(OSError):  # where nothing can be kept, the next process compiles again, and says so
            keep(found)
    for name, one in _ENTRIES.items():
        one.load(found[name])
