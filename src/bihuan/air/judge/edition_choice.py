"""Which edition judges which days (标准版本): each day's own, or one for all on request."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import groupby

from bihuan.air.judge.span import DaySpan
from bihuan.regulations.air.air_quality_index import MissingRule, Practice, missing_rule
from bihuan.regulations.air.composite_index import IndexVariant, variants
from bihuan.regulations.edition import Edition, edition_named, edition_on, editions_of


class EditionChoice(StrEnum):
    """How a period is judged: as then, or anew under one edition (口径)."""

    AUTO = "auto"
    OLD = "2012"
    NEW = "2026"


CHOICE_NAMES = {
    EditionChoice.AUTO: "按当时标准",
    EditionChoice.OLD: "统一按 2012 版",
    EditionChoice.NEW: "统一按 2026 版",
}
_INDEX = {EditionChoice.OLD: "HJ633-2012", EditionChoice.NEW: "HJ633-2026"}
_EVALUATION = {EditionChoice.OLD: "HJ663-2013", EditionChoice.NEW: "HJ663-2026"}
_LIMITS = {EditionChoice.OLD: "GB3095-2012", EditionChoice.NEW: "GB3095-2026-transition"}
_VARIANT = {
    EditionChoice.OLD: "ranking-2013",
    EditionChoice.NEW: "ranking-2026-unit-weights",
}


@dataclass(frozen=True, slots=True)
class Stretch:
    """Neighbouring days [begin, end) of a span that one edition and one rule judge."""

    begin: int
    end: int
    edition: Edition
    rule: MissingRule


def stretches(span: DaySpan, choice: EditionChoice) -> tuple[Stretch, ...]:
    """The span cut where the edition or its practice changes.

    >>> cut = stretches(DaySpan(date(2026, 2, 27), date(2026, 3, 2)), EditionChoice.AUTO)
    >>> [(part.begin, part.end, part.edition.code) for part in cut]
    [(0, 2, 'HJ633-2012'), (2, 4, 'HJ633-2026')]
    """
    days = enumerate(span.each())
    parts = groupby(days, key=lambda item: _judge_of(item[1], choice))
    found = []
    for (edition, rule), group in parts:
        places = [place for place, _ in group]
        found.append(Stretch(places[0], places[-1] + 1, edition, rule))
    return tuple(found)


def _judge_of(day: date, choice: EditionChoice) -> tuple[Edition, MissingRule]:
    code = _INDEX.get(choice)
    edition = edition_named(code) if code else edition_on(day, editions_of("HJ 633"))
    return edition, missing_rule(edition, Practice.FEED, day)


VARIANT_WORDS = {
    "ranking-2013": "2012 版限值等权",
    "ranking-2026-unit-weights": "2026 版限值等权",
    "ranking-2026-weighted": "2026 版限值加权",
}
"""Names of the variants of the composite index, as a page prints them."""


@dataclass(frozen=True, slots=True)
class Basis:
    """What a figure of a period was judged by (口径): it goes wherever the figure goes.

    Attributes:
        index: editions of HJ 633 that judged the days.
        evaluation: edition of HJ 663 that rounds.
        limits: edition of GB 3095.
        variant: variant of the composite index.
    """

    index: tuple[str, ...]
    evaluation: Edition
    limits: Edition
    variant: IndexVariant

    @property
    def code(self) -> str:
        """One text that is equal only for equal bases."""
        return "+".join((*self.index, self.evaluation.code, self.variant.code))

    @property
    def words(self) -> str:
        """As a page prints it."""
        index = "、".join(_spaced(one) for one in self.index)
        unconfirmed = "（权重待确认）" if self.variant.trust == "U" else ""
        return (
            f"AQI {index}；评价 {_spaced(self.evaluation.code)}；"
            f"综合指数 {VARIANT_WORDS.get(self.variant.code, self.variant.code)}{unconfirmed}"
        )


def basis_of(span: DaySpan, choice: EditionChoice) -> Basis:
    """The basis of a span: days by their own edition, the period by that of its last day.

    >>> basis_of(DaySpan(date(2025, 1, 1), date(2025, 1, 31)), EditionChoice.NEW).variant.code
    'ranking-2026-unit-weights'
    """
    index = tuple(dict.fromkeys(part.edition.code for part in stretches(span, choice)))
    return Basis(
        index=index,
        evaluation=_edition("HJ 663", _EVALUATION.get(choice), span.last),
        limits=_edition("GB 3095", _LIMITS.get(choice), span.last),
        variant=_variant(choice, span.last),
    )


def one_edition(span: DaySpan) -> EditionChoice:
    """The single edition that a comparison of this span with an earlier one is put on.

    >>> one_edition(DaySpan(date(2026, 11, 1), date(2026, 11, 20)))
    <EditionChoice.NEW: '2026'>
    """
    code = edition_on(span.last, editions_of("HJ 633")).code
    return EditionChoice.NEW if code == "HJ633-2026" else EditionChoice.OLD


def _edition(standard: str, code: str | None, day: date) -> Edition:
    return edition_named(code) if code else edition_on(day, editions_of(standard))


def _variant(choice: EditionChoice, day: date) -> IndexVariant:
    code = _VARIANT.get(choice)
    if code:
        return next(one for one in variants() if one.code == code)
    return next(one for one in variants() if one.is_default and one.covers(day))


def _spaced(code: str) -> str:
    """``HJ633-2026`` as the standard's own name.

    >>> _spaced("HJ633-2026")
    'HJ 633-2026'
    """
    letters = code.rstrip("0123456789-abcdefghijklmnopqrstuvwxyz")
    return f"{letters} {code[len(letters) :]}"
