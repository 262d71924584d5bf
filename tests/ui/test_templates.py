"""What every template of the platform keeps."""

import re
from pathlib import Path

import pytest

import bihuan

SOURCE = Path(bihuan.__file__).parent
TEMPLATES = sorted(SOURCE.glob("*/templates/**/*.html"))
STYLES = sorted((SOURCE / "ui" / "static" / "ui").glob("*.css"))
each_template = pytest.mark.parametrize(
    "template", TEMPLATES, ids=lambda path: str(path.relative_to(SOURCE))
)


@each_template
def test_no_template_runs_code_of_its_own(template: Path) -> None:
    text = template.read_text("utf-8")
    assert re.findall(r"<script(?![^>]*\bsrc=)[^>]*>", text) == []
    assert re.findall(r"""\son\w+\s*=\s*["']""", text) == []
    assert "hx-on" not in text
    assert re.findall(r"""hx-trigger="[^"]*\[""", text) == []  # its condition would be evaluated
    assert "javascript:" not in text


@each_template
def test_no_template_knows_a_colour(template: Path) -> None:
    text = template.read_text("utf-8")
    assert re.findall(r"#[0-9a-fA-F]{6}\b|#[0-9a-fA-F]{3}\b(?=[;\"'\s])|rgba?\(", text) == []


@each_template
def test_nothing_is_fetched_from_elsewhere(template: Path) -> None:
    text = template.read_text("utf-8")
    assert re.findall(r"""(?:src|href)=["'](?:https?:)?//""", text) == []


def test_colours_have_names_and_stand_in_one_file() -> None:
    strangers = {
        path.name: re.findall(r"#[0-9a-fA-F]{3,8}\b", path.read_text("utf-8"))
        for path in STYLES
        if path.name != "tokens.css"
    }
    assert {name for name, found in strangers.items() if found} == set()
    assert "bihuan.css" in strangers


def test_every_state_tone_has_ink_and_ground() -> None:
    from bihuan.ui.templatetags.ui import TONE_ICONS

    tokens = (SOURCE / "ui" / "static" / "ui" / "tokens.css").read_text("utf-8")
    for tone in TONE_ICONS:
        assert f"--state-{tone}:" in tokens
        assert f"--state-{tone}-soft:" in tokens
    assert len(set(TONE_ICONS.values())) == len(TONE_ICONS)
