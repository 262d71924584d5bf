"""Every ink is readable on its ground: WCAG 2.1 AA, worked out from the tokens themselves."""

import re
from pathlib import Path

import pytest

import bihuan

STYLES = Path(bihuan.__file__).parent / "ui" / "static" / "ui"
TOKENS = dict(re.findall(r"--([\w-]+):\s*(#[0-9a-f]{6})\b", (STYLES / "tokens.css").read_text()))
TEXT, LARGE = 4.5, 3.0
STATES = ("good", "over", "wait", "doubt", "silent", "info", "none")
TEXTS = [
    *((f"state-{one}", f"state-{one}-soft") for one in STATES),
    *((f"state-{one}", "bh-paper") for one in STATES),
    *((f"aqi-{level}-ink", f"aqi-{level}") for level in range(1, 7)),
    ("bh-ink", "bh-ground"),
    ("bh-ink", "bh-paper"),
    ("bh-ink", "bh-code"),
    ("bh-quiet", "bh-paper"),
    ("bh-quiet", "bh-ground"),
    ("bh-quiet", "bh-head"),
    ("bh-accent", "bh-paper"),
    ("bh-accent", "bh-ground"),
    ("bh-accent", "state-info-soft"),
    ("bh-paper", "bh-bar-from"),
    ("bh-paper", "bh-bar-to"),
    ("bh-paper", "state-over"),
    ("bh-paper", "map-cluster"),
    ("map-name", "map-home"),
    ("map-name-far", "map-around"),
    ("wall-ink", "wall-ground"),
    ("wall-quiet", "wall-ground"),
    ("wall-ink", "wall-card"),
    ("wall-quiet", "wall-card"),
]
SHAPES = [
    *((f"series-{number}", "bh-paper") for number in range(1, 9)),
    *((f"bar-dot-{one}", "bh-bar-to") for one in ("none", "good", "wait")),
    ("chart-limit", "bh-paper"),
    ("map-border", "map-ground"),
    ("map-wind", "map-home"),
    ("map-key", "map-home"),
    ("map-firm", "map-home"),
    *((f"wall-{one}", "wall-card") for one in ("good", "over", "wait", "silent")),
]


def luminance(colour: str) -> float:
    """Relative luminance as WCAG defines it."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [one / 12.92 if one <= 0.04045 else ((one + 0.055) / 1.055) ** 2.4 for one in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(ink: str, ground: str) -> float:
    light, dark = sorted((luminance(TOKENS[ink]), luminance(TOKENS[ground])), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_black_on_white_is_the_greatest_contrast(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(TOKENS, "black", "#000000")
    monkeypatch.setitem(TOKENS, "white", "#ffffff")
    assert contrast("black", "white") == pytest.approx(21)


@pytest.mark.parametrize(("ink", "ground"), TEXTS)
def test_text_can_be_read(ink: str, ground: str) -> None:
    assert contrast(ink, ground) >= TEXT


@pytest.mark.parametrize(("ink", "ground"), SHAPES)
def test_shapes_can_be_seen(ink: str, ground: str) -> None:
    assert contrast(ink, ground) >= LARGE


def test_every_class_of_air_says_its_number_beside_its_colour() -> None:
    from bihuan.registry.map_layer import AIR_STATES, POINT_STATES

    assert [one.letter for one in AIR_STATES[:6]] == ["6", "5", "4", "3", "2", "1"]
    tones = [(one.token, one.letter) for one in POINT_STATES]
    assert len(set(tones)) == len(tones)
