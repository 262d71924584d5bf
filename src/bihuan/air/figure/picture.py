"""Figures as pictures for documents (图片): the same numbers, drawn with a Chinese font."""

import io
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

import bihuan.ui
from bihuan.air.figure.gathered import Gathered
from bihuan.air.figure.kind import KIND_WORDS, FigureKind
from bihuan.air.figure.option import option
from bihuan.air.figure.plain import Option

if TYPE_CHECKING:  # the drawing library takes half a second: only whoever draws waits for it
    from matplotlib.figure import Figure

FONTS = ("Noto Sans CJK SC", "Noto Sans SC", "Source Han Sans SC")
SUBSCRIPTS = "DejaVu Sans"  # comes with the drawing library; the Chinese font has no PM₂.₅
INK, QUIET = "#1b2638", "#5b687c"
COLOURS = ("#0b63ce", "#d9730d", "#0f8a72", "#b3307f", "#6d5bd0", "#8a6a00", "#3f8fb5", "#7c2d12")
MAP = "RdYlBu_r"


class NoChineseFont(RuntimeError):
    """No font on this machine prints Chinese; install fonts-noto-cjk."""

    def __init__(self) -> None:
        super().__init__("没有可用的中文字体，请安装 fonts-noto-cjk 后重试")


@cache
def chinese_font() -> str:
    """A Chinese font of the system, else the one that set-up brought along.

    Raises:
        NoChineseFont: neither is there; a picture of boxes would be worse than none.
    """
    from matplotlib import font_manager

    known = {one.name for one in font_manager.fontManager.ttflist}
    for name in FONTS:
        if name in known:
            return name
    folder = Path(bihuan.ui.__file__).parent / "borrowed" / "fonts"
    for file in sorted(folder.glob("Noto*.otf")):
        font_manager.fontManager.addfont(str(file))
        return font_manager.FontProperties(fname=str(file)).get_name()
    raise NoChineseFont


def picture(kind: FigureKind, data: Gathered, *, width_inches: float = 7.0) -> bytes:
    """The figure as a PNG with title and note (图片).

    Raises:
        NoChineseFont: nothing can print the titles.
    """
    made = option(kind, data)
    return drawn(
        lambda figure: _draw(figure, kind, made),
        title=f"{KIND_WORDS[kind]}：{data.title}",
        note=made["note"],
        width_inches=width_inches,
    )


def drawn(
    draw: "Callable[[Figure], None]",
    *,
    title: str,
    note: str,
    width_inches: float = 7.0,
    share: float = 0.62,
) -> bytes:
    """What a function draws, as a PNG with title and note below, in a Chinese font.

    Args:
        share: height over width.

    Raises:
        NoChineseFont: nothing can print the titles.
    """
    import matplotlib
    from matplotlib.figure import Figure

    with matplotlib.rc_context(
        {"font.family": [chinese_font(), SUBSCRIPTS], "axes.unicode_minus": False}
    ):
        size = (width_inches, share * width_inches)
        figure = Figure(figsize=size, dpi=150, layout="constrained")
        draw(figure)
        figure.suptitle(title, fontsize=11, color=INK)
        figure.supxlabel(note, fontsize=7, color=QUIET)
        out = io.BytesIO()
        figure.savefig(out, format="png")
    return out.getvalue()


def _draw(figure: "Figure", kind: FigureKind, made: Option) -> None:
    if kind in {FigureKind.WIND, FigureKind.POLLUTION}:
        _rose(figure, made)
    elif kind is FigureKind.POLAR:
        _polar(figure, made)
    elif kind is FigureKind.CORRELATION:
        _matrix(figure, made)
    else:
        _plain(figure, made)


def _floats(values: list[Any]) -> np.ndarray[Any, np.dtype[np.float64]]:
    return np.array([np.nan if one is None else one for one in values], dtype=np.float64)


def _polar_axes(figure: "Figure") -> Any:
    axes: Any = figure.add_subplot(projection="polar")
    axes.set_theta_zero_location("N")
    axes.set_theta_direction(-1)
    return axes


def _rose(figure: "Figure", made: Option) -> None:
    axes = _polar_axes(figure)
    count = len(made["angleAxis"]["data"])
    turns, below = 2 * np.pi * np.arange(count) / count, np.zeros(count)
    for place, series in enumerate(made["series"]):
        length = _floats(series["data"])
        axes.bar(
            turns,
            length,
            width=1.8 * np.pi / count,
            bottom=below,
            color=COLOURS[place % len(COLOURS)],
            label=series["name"],
        )
        below += length
    axes.set_xticks(turns[::2], made["angleAxis"]["data"][::2], fontsize=8)
    axes.legend(loc="center left", bbox_to_anchor=(1.15, 0.5), fontsize=7)


def _polar(figure: "Figure", made: Option) -> None:
    axes = _polar_axes(figure)
    dots = np.array(made["series"][0]["data"], dtype=np.float64).reshape(-1, 3)
    drawn = axes.scatter(np.radians(dots[:, 1]), dots[:, 0], c=dots[:, 2], cmap=MAP, s=60)
    figure.colorbar(drawn, ax=axes, shrink=0.8)


def _matrix(figure: "Figure", made: Option) -> None:
    axes, names = figure.add_subplot(), made["xAxis"]["data"]
    cells = np.full((len(names), len(names)), np.nan)
    for left, right, value in made["series"][0]["data"]:
        cells[right, left] = np.nan if value is None else value
        axes.text(left, right, "—" if value is None else f"{value:.2f}", ha="center", va="center")
    figure.colorbar(axes.imshow(cells, cmap=MAP, vmin=-1, vmax=1), ax=axes)
    axes.set_xticks(range(len(names)), names)
    axes.set_yticks(range(len(names)), names)


def _plain(figure: "Figure", made: Option) -> None:
    axes = figure.add_subplot()
    names = made["xAxis"].get("data")
    shown = [one for one in made["series"] if not one.get("silent")]
    bars = [one for one in shown if one["type"] == "bar"]
    for place, series in enumerate(shown):
        x, y = _points(series, names)
        colour = COLOURS[place % len(COLOURS)]
        if series["type"] == "bar":
            width = 0.8 / len(bars)
            axes.bar(x + width * (place - 0.5), y, width, color=colour, label=series.get("name"))
        elif series["type"] == "scatter":
            axes.scatter(x, y, s=5, color=COLOURS[6], label=series.get("name"))
        else:
            axes.plot(x, y, color=colour, label=series.get("name"))
    if names:
        places = np.arange(len(names))[:: max(1, len(names) // 16)]
        axes.set_xticks(places, [names[one] for one in places], fontsize=7, rotation=30)
    value_axis = made["yAxis"][0] if isinstance(made["yAxis"], list) else made["yAxis"]
    axes.set_ylabel(value_axis["name"], fontsize=8)
    axes.set_xlabel(made["xAxis"].get("name", ""), fontsize=8)
    axes.grid(alpha=0.3)
    if len(shown) > 1:
        axes.legend(fontsize=7)


def _points(series: Option, names: list[str] | None) -> tuple[Any, Any]:
    if names:
        y = _floats(series["data"])
        return np.arange(len(y)), y
    pairs = np.array(series["data"], dtype=np.float64).reshape(-1, 2)
    return pairs[:, 0], pairs[:, 1]
