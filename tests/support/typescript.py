"""The shapes of what the server sends, written in TypeScript: `make types` (`python -m tests.support.typescript`)."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

GENERATED = Path(__file__).parents[2] / "frontend/generated"
HEAD = "/** What the server sends, from {source}. Written by `make types`; do not edit. */\n"
SHAPES = {
    "shared": ("siantar.faces.frame.shapes", ("ScanAnswer", "MapFile")),
    "counter": ("siantar.faces.counter.shapes", ("KnownResident", "NumberCalled")),
    "courier": ("siantar.faces.courier.shapes", ("Day", "Sent", "PieceTaken", "ReceiptChecked")),
    "dispatch": (
        "siantar.faces.dispatch.shapes",
        ("BoardOut", "Times", "Arranged", "PlanAwaited", "PlanSeen", "PlanBegun", "Replanned", "Contact", "RefusalOut"),
    ),
}
PLAIN = {"string": "string", "integer": "number", "number": "number", "boolean": "boolean", "null": "null"}


def files() -> dict[Path, str]:
    """Every generated file with its text."""
    from importlib import import_module

    written = {}
    for name, (module, names) in SHAPES.items():
        shapes = [getattr(import_module(module), shape) for shape in names]
        written[GENERATED / f"{name}.ts"] = HEAD.format(source=f"`{module}`") + in_typescript(shapes)
    return written


def in_typescript(shapes: list[type]) -> str:
    """The types and all they are made of, each once, by name."""
    from pydantic import TypeAdapter

    definitions: dict[str, Mapping[str, Any]] = {}
    for shape in shapes:
        schema = TypeAdapter(shape).json_schema(mode="serialization")
        definitions |= schema.pop("$defs", {})
        definitions[shape.__name__] = schema
    return "".join(f"\n{_declared(name, schema)}" for name, schema in sorted(definitions.items()))


def _declared(name: str, schema: Mapping[str, Any]) -> str:
    words = f"/** {' '.join(schema['description'].split())} */\n" if "description" in schema else ""
    if "properties" not in schema:
        return f"{words}export type {name} = {_type(schema)};\n"
    wanted = set(schema.get("required", ()))
    lines = [
        f"  {field}{'' if field in wanted else '?'}: {_type(shape)};\n" for field, shape in schema["properties"].items()
    ]
    return f"{words}export interface {name} {{\n{''.join(lines)}}}\n"


def _type(schema: Mapping[str, Any]) -> str:  # noqa: PLR0911  one line for each kind of schema
    match schema:
        case {"$ref": reference}:
            return str(reference).rpartition("/")[2]
        case {"anyOf": options}:
            return " | ".join(map(_type, options))
        case {"enum": values}:
            return " | ".join(f'"{value}"' for value in values)
        case {"const": value}:
            return f'"{value}"'
        case {"type": "array", "prefixItems": items}:
            return f"[{', '.join(map(_type, items))}]"
        case {"type": "array", "items": item}:
            inner = _type(item)
            return f"({inner})[]" if "|" in inner else f"{inner}[]"
        case {"type": "object", "additionalProperties": dict(value)}:
            return f"Record<string, {_type(value)}>"
        case {"type": plain} if plain in PLAIN:
            return PLAIN[plain]
    raise NotImplementedError(schema)


if __name__ == "__main__":
    from tests.support import generated

    generated.write(files)
