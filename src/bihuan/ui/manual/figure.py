"""Figures that rooms draw for the manual (手册插图): ``![题目](figure:procedure/work_order)``."""

from collections.abc import Callable
from dataclasses import dataclass

MARK = "figure:"


@dataclass(frozen=True, slots=True)
class FigureKind:
    """A kind of figure: how one of a name is drawn as SVG, and the style that it needs.

    Attributes:
        draw: gives the drawing of a name, empty where there is none; safe to show.
        style: path of a static file.
    """

    draw: Callable[[str], str]
    style: str


_kinds: dict[str, FigureKind] = {}


def register_figures(name: str, kind: FigureKind) -> None:
    """Name a kind of figure; called in a room's ``apps.py``."""
    _kinds[name] = kind


def figure(address: str) -> str:
    """The drawing at an address of a picture in the manual; empty where it is no figure."""
    name, _, which = address.removeprefix(MARK).partition("/")
    kind = _kinds.get(name) if address.startswith(MARK) else None
    return kind.draw(which) if kind else ""


def styles() -> list[str]:
    """Static files that the figures need."""
    return sorted({kind.style for kind in _kinds.values()})
