"""Editions of standards (标准版本): the day of the data decides which one judges."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from bihuan.regulations.table import rows


class NoEdition(LookupError):
    """No edition of the standard was in force on that day."""

    def __init__(self, standard: str, day: date) -> None:
        super().__init__(f"no edition of {standard} was in force on {day}")
        self.standard = standard
        self.day = day


@dataclass(frozen=True, slots=True)
class Edition:
    """One edition of a standard with the days it judges, both ends included."""

    standard: str
    code: str
    title_zh: str
    first_day: date
    last_day: date | None
    trust: str

    def covers(self, day: date) -> bool:
        """Whether this edition judges the day."""
        return self.first_day <= day and (self.last_day is None or day <= self.last_day)


def _read() -> tuple[Edition, ...]:
    return tuple(
        Edition(
            standard=row["standard"],
            code=row["code"],
            title_zh=row["title_zh"],
            first_day=date.fromisoformat(row["first_day"]),
            last_day=date.fromisoformat(row["last_day"]) if row["last_day"] else None,
            trust=row["trust"],
        )
        for row in rows("editions")
    )


EDITIONS = _read()


def editions_of(standard: str) -> tuple[Edition, ...]:
    """Every edition of one standard, oldest first."""
    return tuple(edition for edition in EDITIONS if edition.standard == standard)


def edition_on(day: date, editions: Sequence[Edition]) -> Edition:
    """The edition that judged this day; earlier days keep their own.

    Raises:
        NoEdition: none covers the day.

    >>> edition_on(date(2026, 2, 28), editions_of("HJ 633")).code
    'HJ633-2012'
    """
    for edition in editions:
        if edition.covers(day):
            return edition
    raise NoEdition(editions[0].standard if editions else "the standard", day)


def edition_named(code: str) -> Edition:
    """The edition of that code.

    Raises:
        LookupError: there is none.

    >>> edition_named("HJ633-2026").first_day
    datetime.date(2026, 3, 1)
    """
    for edition in EDITIONS:
        if edition.code == code:
            return edition
    raise LookupError(f"no edition is named {code!r}")
