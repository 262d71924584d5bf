"""Paper of a picture (图幅): size, Chinese font, colours that print, the numbers as text."""

import io
import json
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING, Any

from bihuan.air.figure.picture import SUBSCRIPTS, chinese_font
from bihuan.regulations.air.category import category_of
from bihuan.reports.definition import Drawn

if TYPE_CHECKING:  # the drawing library takes half a second: only whoever draws waits for it
    from matplotlib.figure import Figure

INCHES_PER_MM = 1 / 25.4
DOTS = 200
INK, QUIET, RULE = "#1b2638", "#5b687c", "#c9d1dc"
LINES = (
    ("#0b3d91", "-", "o"),
    ("#c2410c", "--", "s"),
    ("#0f766e", "-.", "^"),
    ("#7c3aed", ":", "D"),
    ("#854d0e", (0, (6, 1, 1, 1, 1, 1)), "v"),
    ("#475569", (0, (1, 1)), "x"),
)
"""Colour, dash and mark of the n-th line: apart without colour."""

BARS = ("#0b4f8a", "#8fb8de", "#d9dfe8")
LIMIT = "#b91c1c"
NO_VALUE = "#f1f3f6"
HATCHES = ("", "///", "...")


def look() -> dict[Any, Any]:
    """The document's font, inks and lines."""
    return {
        "font.family": [chinese_font(), SUBSCRIPTS],
        "font.size": 8,
        "axes.unicode_minus": False,
        "axes.edgecolor": QUIET,
        "axes.linewidth": 0.7,
        "axes.labelcolor": INK,
        "xtick.color": INK,
        "ytick.color": INK,
        "text.color": INK,
        "hatch.linewidth": 0.5,
    }


@contextmanager
def paper(width_mm: float, height_mm: float) -> "Iterator[Figure]":
    """A blank picture in the document's font."""
    import matplotlib
    from matplotlib.figure import Figure

    size = (width_mm * INCHES_PER_MM, height_mm * INCHES_PER_MM)
    with matplotlib.rc_context(look()):
        yield Figure(figsize=size, dpi=DOTS, layout="constrained")


def drawn(figure: "Figure", data: Any) -> Drawn:
    """The picture with the numbers that it shows."""
    return Drawn(partial(_painted, figure), json.dumps(data, ensure_ascii=False, sort_keys=True))


def _painted(figure: "Figure") -> bytes:
    import matplotlib

    out = io.BytesIO()
    with matplotlib.rc_context(look()):
        figure.savefig(out, format="png", metadata={"Software": None})
    return out.getvalue()


def blank(words: str, data: Any = None) -> Drawn:
    """A low picture that says why there is none."""
    with paper(150, 22) as figure:
        axes = plain_axes(figure)
        axes.set_axis_off()
        axes.text(0.5, 0.5, words, ha="center", va="center", color=QUIET, fontsize=10)
        return drawn(figure, data or words)


def plain_axes(figure: "Figure", *, grid: str = "") -> Any:
    """Axes without the upper and right frame."""
    axes = figure.add_subplot()
    tidy(axes, grid=grid)
    return axes


def tidy(axes: Any, *, grid: str = "") -> None:
    """Take away what does not help reading."""
    for side in ("top", "right"):
        axes.spines[side].set_visible(False)
    axes.tick_params(length=2.5, width=0.6)
    axes.set_axisbelow(True)
    if grid:
        axes.grid(axis=grid, color=RULE, linewidth=0.5)


def block(face: str, *, at: tuple[float, float] = (0, 0), edge_width: float = 1) -> Any:
    """A square field of one colour: of a calendar, or of its legend."""
    from matplotlib.patches import Rectangle

    return Rectangle(at, 1, 1, facecolor=face, edgecolor=RULE, linewidth=edge_width)


def class_colour(index: int) -> str:
    """Colour of an AQI's class as HJ 633 prints it; light grey without an index."""
    if index < 0:
        return NO_VALUE
    red, green, blue = category_of(index).rgb
    return f"#{red:02x}{green:02x}{blue:02x}"


def class_ink(index: int) -> str:
    """Ink that is read on that colour."""
    return "white" if index > 150 else INK


def legend(axes: Any, count: int, **place: Any) -> None:
    """A legend above the axes, in one row."""
    where = {"loc": "lower center", "bbox_to_anchor": (0.5, 1.0), "ncols": min(count, 6)}
    axes.legend(frameon=False, fontsize=7.5, handlelength=2.8, **(where | place))
