"""The OpenAPI schema as a page reads it: operations by group, with examples."""

import json
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

Schema = Mapping[str, Any]
TYPES = {
    "integer": "整数",
    "number": "数字",
    "string": "文字",
    "boolean": "true / false",
    "array": "可重复",
    "object": "对象",
}
FORMATS = {"date-time": "时间", "date": "日期", "binary": "文件"}
DEEPEST = 5


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter of an operation."""

    name: str
    kind: str
    required: bool
    text: str
    choices: str


@dataclass(frozen=True, slots=True)
class Operation:
    """One operation: how it is called and what it answers."""

    key: str
    method: str
    path: str
    title: str
    text: str
    parameters: tuple[Parameter, ...]
    body: str
    answer: str


@dataclass(frozen=True, slots=True)
class Group:
    """Operations of one subject."""

    name: str
    operations: tuple[Operation, ...]


def groups_of(schema: Schema) -> list[Group]:
    """Every operation under its first tag, in the order of the schema."""
    found: dict[str, list[Operation]] = defaultdict(list)
    for path, methods in schema["paths"].items():
        for method, told in methods.items():
            tag = (told.get("tags") or ["其他"])[0]
            found[tag].append(_operation(path, method, told, schema))
    return [Group(name, tuple(operations)) for name, operations in found.items()]


def _operation(path: str, method: str, told: Schema, schema: Schema) -> Operation:
    parameters = tuple(_parameter(one, schema) for one in told.get("parameters", ()))
    body = _content(told.get("requestBody", {}), schema)
    answer = _content(told.get("responses", {}).get("200", {}), schema)
    return Operation(
        key=told["operationId"],
        method=method.upper(),
        path=path,
        title=told.get("summary", path),
        text=told.get("description", ""),
        parameters=parameters,
        body=body,
        answer=answer,
    )


def _parameter(told: Schema, schema: Schema) -> Parameter:
    form = _resolved(told["schema"], schema)
    item = _resolved(form.get("items", {}), schema)
    choices = form.get("enum") or item.get("enum") or ()
    return Parameter(
        name=told["name"],
        kind=_kind(form),
        required=told.get("required", False),
        text=told.get("description") or form.get("description", ""),
        choices="、".join(str(one) for one in choices),
    )


def _kind(form: Schema) -> str:
    return FORMATS.get(form.get("format", "")) or TYPES.get(form.get("type", ""), "")


def _content(told: Schema, schema: Schema) -> str:
    """An example of a body, as text; empty for a stream."""
    form = told.get("content", {}).get("application/json", {}).get("schema")
    if form is None:
        return ""
    return json.dumps(_example(form, schema, 0), ensure_ascii=False, indent=2)


def _example(form: Schema, schema: Schema, depth: int) -> Any:
    if "$ref" not in form and form.get("examples"):
        return form["examples"][0]
    form = _resolved(form, schema)
    if form.get("examples"):
        return form["examples"][0]
    if depth > DEEPEST:
        return None
    if form.get("type") == "object" or "properties" in form:
        told = form.get("properties", {})
        return {name: _example(one, schema, depth + 1) for name, one in told.items()}
    if form.get("type") == "array":
        return [_example(form.get("items", {}), schema, depth + 1)]
    if form.get("enum"):
        return form["enum"][0]
    return form.get("default", EXAMPLES.get(_kind(form)))


EXAMPLES: dict[str, Any] = {
    "整数": 1,
    "数字": 35.5,
    "文字": "",
    "true / false": True,
    "时间": "2026-11-21T08:00:00+08:00",
    "日期": "2026-11-21",
}


def _resolved(form: Schema, schema: Schema) -> Schema:
    """The form behind references and alternatives with null."""
    for alternative in (*form.get("anyOf", ()), *form.get("allOf", ())):
        if alternative.get("type") != "null":
            return {**_resolved(alternative, schema), **_own(form)}
    if "$ref" not in form:
        return form
    parts = form["$ref"].lstrip("#/").split("/")
    if parts[0] == "$defs":
        return {}
    found: Any = schema
    for part in parts:
        found = found[part]
    return {**_resolved(found, schema), **_own(form)}


def _own(form: Schema) -> dict[str, Any]:
    return {name: form[name] for name in ("description", "examples", "default") if name in form}
