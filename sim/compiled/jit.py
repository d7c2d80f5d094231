"""How functions are compiled: once, without wrappers for Python, kept in a cache that knows the source of this package.

numba's own cache ignores edits in other files than a function's own, so its folder carries a hash of all of them.
"""

import os
from collections.abc import Callable
from hashlib import blake2b
from pathlib import Path
from typing import Any

import numba

_HERE = Path(__file__).parent


def source_hash() -> str:
    """16 hex digits of all that compiled code is made of: this package, what it takes constants from, numba."""
    hashed = blake2b(numba.__version__.encode(), digest_size=8)
    for package in ("compiled", "domain", "routing"):
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
    return _njit(cache=True, error_model="numpy", no_cpython_wrapper=True, no_cfunc_wrapper=True)(function)


def entry(function: Callable[..., Any]) -> Any:
    """Compile a function that Python calls; it lets go of the interpreter lock."""
    return _njit(cache=True, error_model="numpy", nogil=True)(function)
