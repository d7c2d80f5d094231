"""Machine code that is kept: compiled once by numba, loaded from then on without it, in a twentieth of the time.

A file holds every entry for one kind of processor. Its folder carries a hash of all that the code is made of, its name one
of the processor and of the compiler's settings. It begins with a hash of itself: half a file is none.
"""

import ctypes
import marshal
import os
from collections.abc import Callable
from functools import cache
from hashlib import blake2b
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import llvmlite.binding as llvm

_HERE = Path(__file__).parent
_HASH = 16

Native = tuple[str, bytes]
"""The name of a function in an object file, and the file."""


@cache
def source_hash() -> str:
    """16 hex digits of all that compiled code is made of: this package, what it takes constants from, numba, LLVM."""
    hashed = blake2b(digest_size=8)
    for package in ("compiled", "domain", "routing", "workload"):
        for path in sorted((_HERE.parent / package).glob("*.py")):
            hashed.update(path.read_bytes())
    for compiler in ("numba", "llvmlite"):
        hashed.update(_version(compiler))
    return hashed.hexdigest()


def _version(package: str) -> bytes:
    """The file that states a package's version, for to import numba would take a quarter of a second."""
    found = find_spec(package)
    assert found is not None and found.origin is not None, "it is a dependency"
    return Path(found.origin).with_name("_version.py").read_bytes()


def file() -> Path:
    """Where the code for this processor is kept: under XDG_CACHE_HOME, else ~/.cache."""
    settings = sorted(item for item in os.environ.items() if item[0].startswith("NUMBA_"))
    about = (llvm.get_process_triple(), *_processor(), settings)
    base = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(base) / "ringsim" / source_hash() / f"{blake2b(repr(about).encode(), digest_size=8).hexdigest()}.code"


def _processor() -> tuple[str, str]:
    return llvm.get_host_cpu_name(), llvm.get_host_cpu_features().flatten()


def kept() -> dict[str, Native]:
    """Entry -> its code; empty if there is none for this processor and source."""
    try:
        content = file().read_bytes()
    except FileNotFoundError:
        return {}
    stamp, code = content[:_HASH], content[_HASH:]
    if blake2b(code, digest_size=_HASH).digest() != stamp:
        return {}
    found: dict[str, Native] = marshal.loads(code)  # noqa: S302 - as trusted as the code in it
    return found


def keep(entries: dict[str, Native]) -> None:
    """Keep the code of every entry; whoever reads meanwhile finds all of it or none."""
    path, code = file(), marshal.dumps(entries)
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_suffix(f".{os.getpid()}")
    unfinished.write_bytes(blake2b(code, digest_size=_HASH).digest() + code)
    unfinished.replace(path)


def loaded(native: Native, pointers: int, numbers: int) -> Callable[..., int]:
    """A function of compiled code, to be called with addresses and then integers; it lets go of the interpreter lock.

    What is called is numba's own convention: a status comes back, 0 if nothing was raised (and compiled code raises
    nothing), and the value through the first argument; through the second what was raised.
    """
    name, code = native
    engine = _engine()
    engine.add_object_file(llvm.ObjectFileRef.from_data(code))
    engine.finalize_object()
    kinds = [ctypes.c_void_p] * (2 + pointers) + [ctypes.c_int64] * numbers
    function = ctypes.CFUNCTYPE(ctypes.c_int32, *kinds)(engine.get_function_address(name))

    def call(*arguments: int) -> int:
        value, raised = ctypes.c_int64(), ctypes.c_void_p()
        status = function(ctypes.addressof(value), ctypes.addressof(raised), *arguments)
        assert status == 0, f"compiled code raised {status}"
        return value.value

    return call


@cache
def _engine() -> Any:
    """What puts object files into memory, set up as numba's own."""
    llvm.initialize_native_target()
    llvm.initialize_native_asmprinter()
    name, features = _processor()
    target = llvm.Target.from_triple(llvm.get_process_triple())
    place = {"x86": "static", "ppc": "pic"}.get(target.name[:3], "default")
    machine = target.create_target_machine(cpu=name, features=features, reloc=place, codemodel="jitdefault", jit=True)
    return llvm.create_mcjit_compiler(llvm.parse_assembly(""), machine, use_lmm=target.name == "aarch64")
