"""Arrows that import-linter cannot see run down, too: keys by string, migrations, templates."""

import ast
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "src" / "bihuan"


def floors() -> dict[str, int]:
    """Each package's height, read from the contract in pyproject.toml; the roof is highest."""
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    layers = contracts["tool"]["importlinter"]["contracts"][0]["layers"]
    heights = {}
    for height, layer in enumerate(reversed(layers)):
        for name in re.findall(r"\w+", layer):
            heights[name] = height
    return heights


def rooms() -> list[str]:
    return sorted(path.name for path in PACKAGE.iterdir() if (path / "__init__.py").exists())


def strings(path: Path) -> Iterator[tuple[int, str]]:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.lineno, node.value


def key_targets(path: Path) -> Iterator[tuple[int, str]]:
    """App labels that foreign keys by string, ``get_model`` and migrations name."""
    names = "|".join(rooms())
    pattern = re.compile(rf"^({names})(\.\w+)?$", re.IGNORECASE)
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if not isinstance(node, ast.Call):
            continue
        called = ast.unparse(node.func).rsplit(".", 1)[-1]
        if called not in {"ForeignKey", "OneToOneField", "ManyToManyField", "get_model"}:
            continue
        for value in [*node.args, *(word.value for word in node.keywords)]:
            found = isinstance(value, ast.Constant) and pattern.match(str(value.value))
            if found:
                yield node.lineno, found[1]


def migration_targets(path: Path) -> Iterator[tuple[int, str]]:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "dependencies":
            for pair in ast.literal_eval(node.value) if is_literal(node.value) else []:
                yield node.lineno, pair[0]


def is_literal(node: ast.expr) -> bool:
    try:
        ast.literal_eval(node)
    except ValueError:
        return False
    return True


def template_targets(path: Path) -> Iterator[tuple[int, str]]:
    text = path.read_text("utf-8")
    for found in re.finditer(r"{%\s*(?:include|extends)\s+[\"'](\w+)/", text):
        yield text.count("\n", 0, found.start()) + 1, found[1]


def upward(room: str, targets: Iterator[tuple[int, str]], where: Path) -> list[str]:
    heights = floors()
    return [
        f"{where.relative_to(ROOT)}:{line} {room} reaches up or sideways to {target}"
        for line, target in targets
        if target in heights and target != room and heights[target] >= heights[room]
    ]


@pytest.mark.parametrize("room", rooms())
def test_keys_and_migrations_point_down(room: str) -> None:
    broken = []
    for path in (PACKAGE / room).rglob("*.py"):
        find = migration_targets if path.parent.name == "migrations" else key_targets
        broken += upward(room, find(path), path)
    assert not broken, "\n".join(broken)


@pytest.mark.parametrize("room", rooms())
def test_templates_include_only_from_below(room: str) -> None:
    broken = []
    for path in (PACKAGE / room).rglob("templates/**/*.html"):
        broken += upward(room, template_targets(path), path)
    assert not broken, "\n".join(broken)


def test_the_floors_know_every_room() -> None:
    assert set(rooms()) <= set(floors())


def test_upward_key_is_found(tmp_path: Path) -> None:
    source = tmp_path / "models.py"
    source.write_text('owner = models.ForeignKey("registry.Device", on_delete=models.CASCADE)\n')
    assert [target for _, target in key_targets(source)] == ["registry"]
    assert upward("accounts", key_targets(source), ROOT / "src")


def test_upward_template_is_found(tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    page.write_text('{% extends "main/health.html" %}')
    assert upward("registry", template_targets(page), ROOT / "src")
