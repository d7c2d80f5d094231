"""The strict pydantic model of a scenario, derived from the knobs: types, bounds, choices, kinds, no extra keys.

It is built as a pydantic core schema, straight to the frozen dataclasses: no second class per section, and a third of
the import time of `pydantic` itself. An error says only where; what must be there is read off the knob (`explain`).
"""

from collections.abc import Mapping
from dataclasses import MISSING, fields, is_dataclass
from functools import cache
from typing import Any, get_origin

from pydantic_core import SchemaValidator, ValidationError
from pydantic_core import core_schema as cs

from sim.domain.declare import Knob
from sim.domain.knobs import Scenario, Target
from sim.domain.laws import LAWS, Constant
from sim.domain.presets import PRESETS, Setting
from sim.scenario import shapes
from sim.scenario.kinds import KEY_KINDS, KINDS, Names
from sim.scenario.shapes import HANG_UP, LAW, ROOT, Spec, inner, limits, members, sections, shape_of, step

Settings = Mapping[str, Mapping[str, Setting]]
TAG = "\0"
"""Begins a step of pydantic's path that is no key of the file: which member of a union was taken."""


def check(data: Any, names: Names) -> tuple[Scenario | None, list[tuple[tuple[str | int, ...], str]]]:
    """The frozen scenario, or else where pydantic found mistakes: (path, error type) each."""
    try:
        return _validator().validate_python(_filled(data), context=names), []
    except ValidationError as error:
        found = error.errors(include_url=False, include_context=False, include_input=False)
        return None, [(_path(entry["loc"]), entry["type"]) for entry in found]


def _path(loc: tuple[str | int, ...]) -> tuple[str | int, ...]:
    return tuple(step for step in loc if not str(step).startswith(TAG))


def _filled(data: Any) -> Any:
    """The data with what its preset says in every section that leaves it out."""
    preset = data.get("preset") if isinstance(data, dict) else None
    settings = PRESETS[preset].settings if isinstance(preset, str) and preset in PRESETS else {}
    return _fill(data, ROOT, settings) if settings else data


def _fill(value: Any, spec: Spec, settings: Settings) -> Any:
    shape = shape_of(value)
    if shape == shapes.LIST:
        return [_fill(one, below, settings) if (below := step(spec, 0, shape)) else one for one in value]
    if shape != shapes.MAPPING:
        return value
    member = members(spec.annotation).get(shape)
    own = sections(member) if isinstance(member, type) else {}
    whole: dict[Any, Any] = {key: {} for key, one in own.items() if key not in value and is_dataclass(one.annotation)}
    for key, one in (whole | value).items():
        below = step(spec, key, shape)
        whole[key] = _fill(one, below, settings) if below else one
    said = settings.get(member.__name__, {}) if isinstance(member, type) else {}
    left_out = {key: setting.value for key, setting in said.items() if key not in value}
    return {key: one for key, one in whole.items() if one or key in value} | left_out


@cache
def _validator() -> SchemaValidator:
    return SchemaValidator(_value(ROOT))


def _value(spec: Spec) -> cs.CoreSchema:
    """The schema of one value: its members, told apart by the shape in the file."""
    choices = {TAG + shape: _member(member, shape, spec.knob) for shape, member in members(spec.annotation).items()}
    if len(choices) == 1:
        return next(iter(choices.values()))
    return cs.tagged_union_schema(
        choices, lambda value: TAG + shape_of(value), custom_error_type="shape", custom_error_message="shape"
    )


def _member(member: Any, shape: str, knob: Knob) -> cs.CoreSchema:
    """The schema of one member of a type."""
    if member is LAW:
        return _law()
    if member is Constant:
        return cs.no_info_after_validator_function(Constant, _number(Constant, knob))
    if member is Target and shape == shapes.TEXT:
        return cs.no_info_after_validator_function(lambda _: Target(hang_up=True), cs.literal_schema([HANG_UP]))
    if shape == shapes.NUMBER:
        return _number(member, knob)
    if shape == shapes.TEXT:
        return cs.literal_schema(list(knob.choices)) if knob.choices else _text(knob.kind)
    if shape == shapes.LIST:
        return cs.tuple_variable_schema(_value(Spec(inner(member), knob)))
    if get_origin(member) is dict:
        keys = _text(KEY_KINDS.get(knob.kind, knob.kind))
        return cs.dict_schema(keys, _value(Spec(inner(member), knob)), strict=True)
    if shape == shapes.MAPPING:
        return _section(member)
    return cs.none_schema() if shape == shapes.NULL else cs.bool_schema(strict=True)


def _number(member: Any, knob: Knob) -> cs.CoreSchema:
    low, high, above = limits(member, knob)
    if member is int:
        whole = [None if bound is None else int(bound) for bound in (low, high, above)]
        return cs.int_schema(strict=True, ge=whole[0], le=whole[1], gt=whole[2])
    return cs.float_schema(strict=True, allow_inf_nan=False, ge=low, le=high, gt=above)


def _text(kind: str) -> cs.CoreSchema:
    text = cs.str_schema(strict=True, min_length=1)
    if not kind:
        return text
    holds = KINDS[kind].holds

    def known(value: str, info: cs.ValidationInfo[Names]) -> str:
        if not holds(value, info.context):
            raise ValueError(kind)
        return value

    return cs.with_info_after_validator_function(known, text)


def _law() -> cs.CoreSchema:
    """`{lognormal: {...}}` as the frozen law itself."""
    choices: dict[Any, cs.CoreSchema] = {
        TAG + law: cs.no_info_after_validator_function(
            lambda entry: next(iter(entry.values())),
            cs.typed_dict_schema({law: cs.typed_dict_field(_section(section))}, extra_behavior="forbid"),
        )
        for law, section in LAWS.items()
    }
    return cs.tagged_union_schema(
        choices, lambda value: TAG + "+".join(value), custom_error_type="law", custom_error_message="law"
    )


@cache
def _section(section: type) -> cs.CoreSchema:
    """A section as its frozen dataclass; keys that are not its knobs are errors."""
    specs = shapes.sections(section)
    entries = [
        cs.dataclass_field(entry.name, _or_default(_value(specs[entry.name]), entry), kw_only=True)
        for entry in fields(section)
    ]
    arguments = cs.dataclass_args_schema(section.__name__, entries, extra_behavior="forbid")
    return cs.dataclass_schema(section, arguments, list(specs), slots=True, frozen=True)


def _or_default(schema: cs.CoreSchema, entry: Any) -> cs.CoreSchema:
    if entry.default is not MISSING:
        return cs.with_default_schema(schema, default=entry.default)
    if entry.default_factory is not MISSING:
        return cs.with_default_schema(schema, default_factory=entry.default_factory)
    return schema
