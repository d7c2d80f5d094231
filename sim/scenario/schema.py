"""The JSON Schema of a scenario file, derived from the knobs; every key says its unit, default and source.

It knows what a single value can break. What keys mean to each other is for the loader (`rules`, `timing`).
"""

import json
from dataclasses import MISSING, Field, fields, is_dataclass
from typing import Any, get_origin

from sim.domain.declare import SIMPY_ONLY, Knob
from sim.domain.knobs import Target
from sim.domain.laws import LAWS, Constant
from sim.scenario import shapes
from sim.scenario.kinds import KEY_KINDS, KINDS
from sim.scenario.shapes import HANG_UP, LAW, ROOT, Spec, inner, limits, members, sections

Schema = dict[str, Any]
DIALECT = "https://json-schema.org/draft/2020-12/schema"
_LAW_NAMES = {section: law for law, section in LAWS.items()}


def schema() -> Schema:
    """JSON Schema, draft 2020-12, of a scenario file; plain dicts and lists, ready for `json.dumps`."""
    definitions: Schema = {}
    top = _value(ROOT, definitions)
    return {"$schema": DIALECT, "title": "ringsim scenario", **top, "$defs": dict(sorted(definitions.items()))}


def as_written(value: Any) -> Any:
    """A default as it would stand in a file: `{"lognormal": {...}}`, a list, a number; a section of defaults is `{}`."""
    if isinstance(value, Constant):
        return value.value
    if isinstance(value, tuple):
        return [as_written(item) for item in value]
    if is_dataclass(value) and not isinstance(value, type):
        changed = {entry.name: getattr(value, entry.name) for entry in fields(value)}
        section = {
            entry.name: as_written(changed[entry.name])
            for entry in fields(value)
            if changed[entry.name] != default_of(entry)
        }
        law = _LAW_NAMES.get(type(value))
        return {law: section} if law else section
    return value


def default_of(entry: "Field[Any]") -> Any:
    """The default of a knob; MISSING if it must be given."""
    return entry.default if entry.default_factory is MISSING else entry.default_factory()


def _value(spec: Spec, definitions: Schema) -> Schema:
    found = [_member(member, shape, spec.knob, definitions) for shape, member in members(spec.annotation).items()]
    return found[0] if len(found) == 1 else {"anyOf": found}


def _member(member: Any, shape: str, knob: Knob, definitions: Schema) -> Schema:
    """One member of a type, as `model` checks it."""
    if member is LAW:
        laws = {law: _reference(section, definitions) for law, section in LAWS.items()}
        one = {"minProperties": 1, "maxProperties": 1}
        return {"type": "object", "properties": laws, "additionalProperties": False, **one}
    if member is Target and shape == shapes.TEXT:
        return {"const": HANG_UP}
    if shape == shapes.NUMBER:
        return _number(member, knob)
    if shape == shapes.TEXT:
        return {"enum": list(knob.choices)} if knob.choices else _text(knob.kind)
    if shape == shapes.LIST:
        return {"type": "array", "items": _value(Spec(inner(member), knob), definitions)}
    if get_origin(member) is dict:
        keys = _text(KEY_KINDS.get(knob.kind, knob.kind))
        values = _value(Spec(inner(member), knob), definitions)
        return {"type": "object", "propertyNames": keys, "additionalProperties": values}
    if shape == shapes.MAPPING:
        return _reference(member, definitions)
    return {"type": "null" if shape == shapes.NULL else "boolean"}


def _number(member: Any, knob: Knob) -> Schema:
    low, high, above = limits(member, knob)
    if low is not None and low == high:
        return {"const": int(low) if member is int else low}
    bounds = {"minimum": low, "maximum": high, "exclusiveMinimum": above}
    kind = "integer" if member is int else "number"
    return {"type": kind, **{name: bound for name, bound in bounds.items() if bound is not None}}


def _text(kind: str) -> Schema:
    text: Schema = {"type": "string", "minLength": 1}
    if kind:
        text["description"] = KINDS[kind].bound
        if KINDS[kind].pattern:
            text["pattern"] = f"^(?:{KINDS[kind].pattern})$"
    return text


def _reference(section: type, definitions: Schema) -> Schema:
    """A section by name; the first who asks writes it."""
    if section.__name__ not in definitions:
        definitions[section.__name__] = {}
        definitions[section.__name__] = _section(section, definitions)
    return {"$ref": f"#/$defs/{section.__name__}"}


def _section(section: type, definitions: Schema) -> Schema:
    specs = sections(section)
    properties, required = {}, []
    for entry in fields(section):
        knob, default = specs[entry.name].knob, default_of(entry)
        properties[entry.name] = _value(specs[entry.name], definitions) | {"description": _describe(knob, default)}
        if default is MISSING:
            required.append(entry.name)
        else:
            properties[entry.name]["default"] = as_written(default)
        if knob.example:
            properties[entry.name]["examples"] = [knob.example]
    about = (section.__doc__ or "").splitlines()[0]
    return {
        "type": "object", "description": about, "properties": properties, "required": required,
        "additionalProperties": False,
    }  # fmt: skip


def _describe(knob: Knob, default: Any) -> str:
    """`ringing per offer (s); default 20.0; source A2.6`."""
    unit = f" ({knob.unit})" if knob.unit else ""
    given = "required" if default is MISSING else f"default {json.dumps(as_written(default))}"
    only = "; SimPy engine only" if knob.engines == SIMPY_ONLY else ""
    return f"{knob.help}{unit}; {given}; source {knob.source}{only}"
