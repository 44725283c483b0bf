"""Who connected a system to the last release is not broken by this one: what is sent may grow, what is answered too."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from typing import Any

import pytest

from tests.support import release
from tests.support.api_changes import breaks

RELEASED = json.loads(release.API.read_text())
OBJECT: dict[str, Any] = {
    "type": "object", "required": ["number"],
    "properties": {
        "number": {"type": "string"}, "stage": {"type": "string", "enum": ["received", "ready"]},
        "address": {"anyOf": [{"$ref": "#/components/schemas/Address"}, {"type": "null"}]},
        "days": {"type": "array", "items": {"type": "integer"}},
    },
}  # fmt: skip
ADDRESS = {"type": "object", "required": ["line"], "properties": {"line": {"type": "string"}, "rt": {"type": "string"}}}
SMALL: dict[str, Any] = {
    "paths": {"/files": {"post": {
        "parameters": [{"in": "query", "name": "page", "required": False}],
        "requestBody": {"required": True, "content": {"application/json": {"schema": {"$ref": "#/components/schemas/In"}}}},
        "responses": {"200": {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/Out"}}}}, "404": {}},
    }}},
    "components": {"schemas": {"In": OBJECT, "Out": copy.deepcopy(OBJECT), "Address": ADDRESS}},
}  # fmt: skip


def test_nothing_breaks_who_was_built_against_the_last_release():
    assert breaks(RELEASED, release.described()) == []


def schema(name: str) -> Callable[[dict[str, Any]], dict[str, Any]]:
    return lambda api: api["components"]["schemas"][name]


def post(api: dict[str, Any]) -> dict[str, Any]:
    return api["paths"]["/files"]["post"]


BREAKING: dict[str, Callable[[dict[str, Any]], object]] = {
    "POST /files is gone": lambda api: api["paths"]["/files"].pop("post"),
    "parameter page is gone": lambda api: post(api)["parameters"].clear(),
    "parameter page is required now": lambda api: post(api)["parameters"][0].update(required=True),
    "answer 404 is gone": lambda api: post(api)["responses"].pop("404"),
    "answer 200 is no application/json any more": lambda api: post(api)["responses"]["200"]["content"].clear(),
    "a body as application/json is not taken any more": lambda api: post(api)["requestBody"]["content"].clear(),
    "answer 200: number is gone": lambda api: schema("Out")(api)["properties"].pop("number"),
    "answer 200: number may be missing now": lambda api: schema("Out")(api)["required"].clear(),
    "answer 200: integer beside string": lambda api: schema("Out")(api)["properties"]["number"].update(type="integer"),
    "answer 200: null beside string": lambda api: schema("Out")(api)["properties"].update(
        number={"anyOf": [{"type": "string"}, {"type": "null"}]}
    ),
    ".address, answer 200: rt is gone": lambda api: schema("Address")(api)["properties"].pop("rt"),
    "[], answer 200: string beside integer": lambda api: schema("Out")(api)["properties"]["days"]["items"].update(type="string"),
    "body: stage is required now": lambda api: schema("In")(api)["required"].append("stage"),
    "body: days is not taken any more": lambda api: schema("In")(api)["properties"].pop("days"),
    "body: ready is not taken any more": lambda api: schema("In")(api)["properties"]["stage"]["enum"].remove("ready"),
    "body: string beside boolean": lambda api: schema("In")(api)["properties"]["number"].update(type="boolean"),
}  # fmt: skip
HARMLESS: dict[str, Callable[[dict[str, Any]], object]] = {
    "a new path": lambda api: api["paths"].update({"/more": {"get": {"responses": {}}}}),
    "a new answer": lambda api: post(api)["responses"].update({"409": {}}),
    "a parameter that may be left out": lambda api: post(api)["parameters"].append({"in": "query", "name": "q"}),
    "more is answered": lambda api: schema("Out")(api)["properties"].update(more={"type": "string"}),
    "more may be sent": lambda api: schema("In")(api)["properties"].update(more={"type": "string"}),
    "another value is answered": lambda api: schema("Out")(api)["properties"]["stage"]["enum"].append("lost"),
    "another value is taken": lambda api: schema("In")(api)["properties"]["stage"]["enum"].append("lost"),
    "less is asked for": lambda api: schema("In")(api)["required"].clear(),
    "nothing is taken too": lambda api: schema("In")(api)["properties"].update(
        number={"anyOf": [{"type": "string"}, {"type": "null"}]}
    ),
}


@pytest.mark.parametrize("words", BREAKING)
def test_what_breaks_somebody_is_named(words):
    now = copy.deepcopy(SMALL)
    BREAKING[words](now)
    assert any(line.endswith(words) for line in breaks(SMALL, now)), breaks(SMALL, now)


@pytest.mark.parametrize("what", HARMLESS)
def test_what_only_adds_breaks_nobody(what):
    now = copy.deepcopy(SMALL)
    HARMLESS[what](now)
    assert breaks(SMALL, now) == []
