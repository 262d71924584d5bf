"""What the raising system shows on a case's page (事项来源): facts and a chart, handed in."""

from collections.abc import Callable
from dataclasses import dataclass

from bihuan.accounts.models import User
from bihuan.cases.models import Case
from bihuan.ui.chart import Chart


@dataclass(frozen=True, slots=True)
class SubjectCard:
    """What raised a case, as its page shows it (主体卡片).

    Args:
        facts: pairs of words and values.
        chart: curve of the data that raised it, for the chart island.
        link: address of the system's own page; empty for none.
    """

    title: str
    facts: tuple[tuple[str, str], ...] = ()
    chart: Chart | None = None
    link: str = ""
    note: str = ""


Card = Callable[[Case, User], SubjectCard | None]
_cards: dict[str, Card] = {}


def register(prefix: str, card: Card) -> None:
    """Name who makes the card of sources that begin with ``prefix:``; from an ``apps.py``."""
    _cards[prefix] = card


def card_of(case: Case, user: User) -> SubjectCard | None:
    """The card of a case; None where no system handed one in."""
    make = _cards.get(case.source.partition(":")[0])
    return make(case, user) if make else None
