"""How functions are compiled: once, without wrappers for Python, kept in a cache that knows the source of this package.

numba's own cache ignores edits in other files than a function's own, so its folder carries a hash of all of them.
"""

import os
from collections.abc import Callable
from hashlib import blake2b
from pathlib import Path
from typing import Any

import numba
from llvmlite import ir
from numba.core import types
from numba.core.extending import intrinsic

_HERE = Path(__file__).parent


def source_hash() -> str:
    """16 hex digits of all that compiled code is made of: this package, what it takes constants from, numba."""
    hashed = blake2b(numba.__version__.encode(), digest_size=8)
    for package in ("compiled", "domain", "routing", "workload"):
        for path in sorted((_HERE.parent / package).glob("*.py")):
            hashed.update(path.read_bytes())
    return hashed.hexdigest()


def cache_folder() -> Path:
    """Where compiled code is kept: under XDG_CACHE_HOME, else ~/.cache."""
    base = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(base) / "ringsim" / source_hash()


_njit: Any = numba.njit
_config: Any = numba.config
_config.CACHE_DIR = str(cache_folder())


def compiled(function: Callable[..., Any]) -> Any:
    """Compile a function that only compiled code calls: without wrappers it takes half as long."""
    return _once(_njit(forceinline=False, **_INNER)(function))


def inlined(function: Callable[..., Any]) -> Any:
    """Compile a function into every place it is called from: for what is small and often called."""
    return _once(_njit(forceinline=True, **_INNER)(function))


_INNER = {"cache": True, "error_model": "numpy", "no_cpython_wrapper": True, "no_cfunc_wrapper": True}


def _once(function: Any) -> Any:
    """Compile a function for integers, not once more for every constant it is called with."""
    if not _config.DISABLE_JIT:
        template = function.get_call_template
        function.get_call_template = lambda args, kws: template(tuple(map(types.unliteral, args)), kws)
    return function


def entry(function: Callable[..., Any]) -> Any:
    """Compile a function that Python calls; it lets go of the interpreter lock."""
    return _njit(cache=True, error_model="numpy", nogil=True)(function)


if _config.DISABLE_JIT:

    def pointer(array: Any) -> Any:
        """The array itself."""
        return array

    def apart() -> None:
        """Nothing."""

    def fetch(array: Any, place: int) -> None:
        """Nothing."""

    def low_bit(word: Any) -> int:
        """Position of the lowest bit of a word that is not 0."""
        number = int(word)
        return (number & -number).bit_length() - 1

    def length(word: Any) -> int:
        """How many bits a number from 0 takes."""
        return int(word).bit_length()

    def ones(word: Any) -> int:
        """How many bits of a word are set."""
        return f"{int(word) & (1 << 64) - 1:b}".count("1")

else:

    @intrinsic
    def pointer(_: Any, array: Any) -> Any:
        """Where the items of an array lie: indexed as it is, but not counted, not checked, with no negative index."""

        def code(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
            return context.make_array(signature.args[0])(context, builder, arguments[0]).data

        return types.CPointer(array.dtype)(array), code

    @intrinsic
    def apart(_: Any) -> Any:
        """Keep the function that says so apart from its callers: copied into them, it would make them large and slow."""

        def code(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
            builder.function.attributes.add("noinline")
            return context.get_dummy_value()

        return types.none(), code

    @intrinsic
    def fetch(_: Any, array: Any, place: Any) -> Any:
        """Have the line of an item brought near that will be read soon."""

        def code(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
            byte, number = ir.IntType(8).as_pointer(), ir.IntType(32)
            item = builder.bitcast(builder.gep(arguments[0], [arguments[1]]), byte)
            kind = ir.FunctionType(ir.VoidType(), [byte, number, number, number])
            prefetch = builder.module.declare_intrinsic("llvm.prefetch", [byte], kind)
            builder.call(prefetch, [item, number(0), number(3), number(1)])
            return context.get_dummy_value()

        return types.none(array, types.int64), code

    @intrinsic
    def low_bit(_: Any, word: Any) -> Any:
        """Position of the lowest bit of a word that is not 0."""

        def code(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
            return builder.cttz(arguments[0], context.get_constant(types.boolean, True))

        return types.int64(types.int64), code

    @intrinsic
    def length(_: Any, word: Any) -> Any:
        """How many bits a number from 0 takes."""

        def code(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
            leading = builder.ctlz(arguments[0], context.get_constant(types.boolean, False))
            return builder.sub(context.get_constant(types.int64, 64), leading)

        return types.int64(types.int64), code

    @intrinsic
    def ones(_: Any, word: Any) -> Any:
        """How many bits of a word are set."""

        def code(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
            return builder.ctpop(arguments[0])

        return types.int64(types.int64), code
