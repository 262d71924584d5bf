"""What the pages of rules show (规则页)."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, QuerySet

from bihuan.watch.models import Event, EventState, Finding
from bihuan.watch.queries.rule import RuleInForce, rules_in_force

MONTH = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class RuleRow:
    """A rule in the list, with what it found in thirty days."""

    one: RuleInForce
    found: int
    open: int
    false: int

    @property
    def false_share(self) -> float | None:
        """Share of its events that people called false (误报率); None where none was found."""
        return 100 * self.false / self.found if self.found else None


def rule_rows(now: datetime) -> list[RuleRow]:
    """Every rule with its events of the last thirty days."""
    rows = Event.objects.filter(found_at__gte=now - MONTH).exclude(state=EventState.WITHDRAWN)
    found = _counted(rows)
    still = _counted(Event.objects.filter(state=EventState.OPEN))
    false = _counted(rows.filter(finding=Finding.FALSE))
    return [
        RuleRow(one, *(part.get(one.rule.key, 0) for part in (found, still, false)))
        for one in rules_in_force()
    ]


def _counted(rows: QuerySet[Event]) -> dict[str, int]:
    return dict(rows.order_by().values_list("rule").annotate(count=Count("pk")))
