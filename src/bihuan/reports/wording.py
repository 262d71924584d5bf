"""Texts with figures in them (带数据的文字): filled, taken apart, edited, searched for numbers."""

import re
from collections import Counter
from collections.abc import Mapping

from bihuan.reports.composition import NAMED
from bihuan.reports.error import BadText
from bihuan.reports.figure import Figure

GONE = "已无此数据项"
"""Stands where a person named a figure that a later look at the data does not yield."""

TAG = re.compile(r"【([^【】]+)】")
NUMBER = re.compile(r"\d+(?:\.\d+)?%?")
NO_NUMBER = re.compile(
    r"(?:GB|HJ)(?:/T)?\s?\d+(?:\.\d+)?(?:[—-]\d{4})?"
    r"|\d{4}-\d{2}-\d{2}|\d{1,4}\s?[年月日时]|\d{1,2}[:：]\d{2}|第\d+"
    r"|PM2\.5|PM10|SO2|NO2|O3(?:-8h)?|(?:8|24|1)\s?小时|〔\d{4}〕\d*号?"
)
"""Digits that are names: standards, dates, pollutants, averaging times."""


def filled(text: str, figures: Mapping[str, Figure]) -> str:
    """The text as it is printed."""
    return NAMED.sub(lambda found: figures[found[1]].printed, text)


def pieces(text: str, figures: Mapping[str, Figure]) -> list[str | Figure]:
    """The text taken apart at its figures, for a page where each is a link."""
    parts = NAMED.split(text)
    return [figures[part] if place % 2 else part for place, part in enumerate(parts) if part]


def to_editable(text: str, figures: Mapping[str, Figure]) -> str:
    """The text as an analyst edits it: figures are 【names】, which fill themselves."""
    tags = tags_of(figures)
    return NAMED.sub(lambda found: f"【{tags.get(found[1], GONE)}】", text)


def from_editable(text: str, figures: Mapping[str, Figure]) -> str:
    """Back from the analyst's form.

    Raises:
        BadText: a name in 【】 belongs to no figure.
    """
    keys = {tag: key for key, tag in tags_of(figures).items()}

    def named(found: re.Match[str]) -> str:
        if found[1] not in keys:
            raise BadText(f"没有名为【{found[1]}】的数据项，请从右侧列表中选用")
        return "{" + keys[found[1]] + "}"

    return TAG.sub(named, NAMED.sub("", text))


def tags_of(figures: Mapping[str, Figure]) -> dict[str, str]:
    """What each figure is called while editing: its label, with its key where labels repeat."""
    count = Counter(figure.label for figure in figures.values())
    return {
        key: figure.label if count[figure.label] == 1 else f"{figure.label}·{key}"
        for key, figure in figures.items()
    }


def bare_numbers(text: str) -> list[str]:
    """Numbers that stand in a text without a figure (未溯源数字).

    >>> bare_numbers("11月20日PM2.5浓度{pm}微克，比GB 3095-2026限值低12.5%")
    ['12.5%']
    """
    return NUMBER.findall(NO_NUMBER.sub("", NAMED.sub("", text)))
