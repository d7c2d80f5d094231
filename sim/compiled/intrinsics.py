"""What compiled code says that Python has no word for. Imports the compiler; `sim/compiled/plain.py` says the same without."""

from typing import Any

from llvmlite import ir
from numba.core import types
from numba.core.extending import intrinsic


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
