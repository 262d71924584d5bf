"""One look at a district's air (取数), shared by all queries of a document."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from hashlib import sha256
from typing import Any

from bihuan.accounts.models import District
from bihuan.air.judge.edition_choice import EditionChoice
from bihuan.air.judge.figure import PeriodFigures
from bihuan.air.judge.span import DaySpan
from bihuan.air.queries.county import county_figures
from bihuan.air.queries.ranking import class_figures
from bihuan.air.rule_book import RuleBook, book_at
from bihuan.air.series.block import midnight
from bihuan.air.series.mask import Treatment
from bihuan.air.series.values import Values, values_at
from bihuan.air.site import Site, of_class
from bihuan.registry.models import StationClass
from bihuan.regulations.air.pollutant import Pollutant
from bihuan.reports.definition import Answer, Arguments, Reading

NOTHING = "没有评价点位"


@dataclass(frozen=True)
class Look:
    """The data as of one moment and the stations of one district.

    Attributes:
        district: code of the county.
        version: of the data and of the decisions about them.
        memory: what was worked out for this document already.
    """

    values: Values
    sites: tuple[Site, ...]
    district: str
    version: str
    memory: dict[str, Any]

    @property
    def evaluation(self) -> tuple[Site, ...]:
        """The evaluation stations (评价点位)."""
        return of_class(self.sites, StationClass.PROVINCIAL)

    @property
    def townships(self) -> tuple[Site, ...]:
        """The township stations."""
        return of_class(self.sites, StationClass.TOWNSHIP)

    @property
    def county(self) -> District:
        """The county itself."""
        found: District = self.once("county", lambda: District.objects.get(pk=self.district))
        return found

    def once(self, key: str, work: Any) -> Any:
        """Work that a document does once."""
        full = f"air.{self.district}.{key}"
        if full not in self.memory:
            self.memory[full] = work()
        return self.memory[full]

    def book(self, span: DaySpan) -> RuleBook:
        """The numbers of the rules that judge these days: those in force when they ended.

        A later change leaves a document of old days as it is, like a later edition of a standard.
        """
        end = midnight(span.last + timedelta(days=1))
        found: RuleBook = self.once(f"rules.{span.last}", lambda: book_at(end))
        return found

    def figures(
        self,
        span: DaySpan,
        choice: EditionChoice,
        treatment: Treatment = Treatment.REVIEWED,
    ) -> PeriodFigures | None:
        """The county's figures as its page shows them; None without an evaluation station."""
        if not self.evaluation:
            return None
        return county_figures(self.values, self.sites, span, choice, treatment)

    def of_townships(self, span: DaySpan, choice: EditionChoice) -> PeriodFigures:
        """The township stations' figures as the ranking page shows them."""
        return class_figures(self.values, self.townships, span, choice)

    def answer(
        self,
        value: Decimal | str | None,
        span: DaySpan,
        *,
        reason: str = "",
        unit: str = "",
        edition: str = "",
    ) -> Answer:
        """An answer that says which data it rests on."""
        return Answer(
            value=value,
            reason="" if value is not None else reason or "无数据",
            unit=unit,
            edition=edition,
            version=self.version,
            start=midnight(span.first),
            end=midnight(span.last + timedelta(days=1)),
        )


def look(arguments: Arguments, reading: Reading) -> Look:
    """The look of a reading at the district that the arguments name."""
    district = str(arguments["district"])
    key = f"air.{district}"
    if key not in reading.memory:
        values = _values(reading)
        sites = tuple(one for one in values.sites if one.district.startswith(district))
        marks = sha256(values.marks.encode()).hexdigest()[:6]
        version = f"{values.version.code}-{marks}"
        reading.memory[key] = Look(values, sites, district, version, reading.memory)
    found: Look = reading.memory[key]
    return found


def _values(reading: Reading) -> Values:
    if "air.values" not in reading.memory:
        reading.memory["air.values"] = values_at(reading.now)
    found: Values = reading.memory["air.values"]
    return found


def span_of(arguments: Arguments) -> DaySpan:
    """The days that the arguments name: ``first`` and ``last``, or one ``day``."""
    if "day" in arguments:
        day = day_of(arguments, "day")
        return DaySpan(day, day)
    return DaySpan(day_of(arguments, "first"), day_of(arguments, "last"))


def day_of(arguments: Arguments, name: str) -> date:
    """A day among the arguments."""
    return date.fromisoformat(str(arguments[name]))


def choice_of(arguments: Arguments) -> EditionChoice:
    """How the period is judged; each day by its own edition where nothing is said."""
    return EditionChoice(str(arguments.get("choice") or EditionChoice.AUTO))


def item_of(arguments: Arguments) -> Pollutant:
    """The pollutant among the arguments."""
    return Pollutant(str(arguments["item"]))
