"""Who leads, assists and answers locally in each matter (职责清单矩阵)."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from bihuan.accounts.models import User
from bihuan.registry.models import Duty, DutyPart

PARTS = (DutyPart.LEAD, DutyPart.ASSIST, DutyPart.TERRITORY)


@dataclass(frozen=True, slots=True)
class DutyHolder:
    """A department that has a part in a matter."""

    department: int
    name: str
    organisation: str
    telephone: str


@dataclass(frozen=True, slots=True)
class MatterRow:
    """One matter with its departments; without a lead it is flagged."""

    matter: str
    lead: Sequence[DutyHolder]
    assist: Sequence[DutyHolder]
    territory: Sequence[DutyHolder]

    @property
    def lacks_lead(self) -> bool:
        """Whether nobody leads, here or locally."""
        return not (self.lead or self.territory)


def duty_matrix(*, on: date, user: User) -> list[MatterRow]:
    """Every matter that is in force on a day with the departments that this person sees."""
    running = (Q(start__isnull=True) | Q(start__lte=on)) & (Q(end__isnull=True) | Q(end__gt=on))
    rows = Duty.objects.visible_to(user).filter(running, department__is_active=True)
    parts: dict[str, dict[str, list[DutyHolder]]] = defaultdict(lambda: defaultdict(list))
    values = rows.order_by("matter", "department__organisation__name").values_list(
        "matter",
        "part",
        "department_id",
        "department__name",
        "department__organisation__name",
        "department__telephone",
    )
    for matter, part, department, name, body, telephone in values:
        parts[matter][part].append(DutyHolder(department, name, body, telephone))
    return [
        MatterRow(
            matter, *(found[part] for part in (DutyPart.LEAD, DutyPart.ASSIST, DutyPart.TERRITORY))
        )
        for matter, found in parts.items()
    ]
