"""Points that an unknown device may belong to (待关联点位)."""

from dataclasses import dataclass

from django.db.models import Exists, OuterRef
from django.db.models.functions import Coalesce

from bihuan.accounts.models import User
from bihuan.registry.models import DeviceAssignment, Medium, MonitoringPoint
from bihuan.registry.permission import MAY_REGISTER
from bihuan.registry.queries.words import containing

SHOWN = 12
MEDIA = {
    "21": [Medium.SURFACE_WATER],
    "22": [Medium.AIR, Medium.WEATHER],
    "23": [Medium.NOISE],
    "27": [Medium.VOC],
    "31": [Medium.GAS],
    "32": [Medium.WATER],
    "39": [Medium.DUST],
    "44": [Medium.CONDITION],
    "45": [Medium.CONDITION],
    "51": [Medium.GAS, Medium.CONDITION],
    "52": [Medium.WATER, Medium.CONDITION],
}
"""Media that a system code ST speaks of."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A point to choose; `is_served` says that another device serves it already."""

    point: int
    name: str
    place: str
    medium: str
    is_served: bool


def candidates(user: User, *, system_code: str, text: str = "") -> list[Candidate]:
    """Points that this person may assign a device to, those without a device first.

    Args:
        user: who registers.
        system_code: ST of the unknown device; points of other media are left out.
        text: words to search for.
    """
    serving = DeviceAssignment.objects.filter(point=OuterRef("pk"), end__isnull=True)
    points = MonitoringPoint.objects.visible_to(user, roles=MAY_REGISTER).filter(
        containing(text, "name", "outlet__enterprise__name", "station__code"), is_active=True
    )
    if system_code in MEDIA:
        points = points.filter(medium__in=MEDIA[system_code])
    rows = points.annotate(is_served=Exists(serving)).order_by(
        "is_served", "district", "name", "id"
    )
    return [
        Candidate(point, name, f"{firm or ''}{place}", str(Medium(medium).label), served)
        for point, name, firm, place, medium, served in rows.values_list(
            "pk",
            "name",
            "outlet__enterprise__name",
            Coalesce("outlet__name", "station__name"),
            "medium",
            "is_served",
        )[:SHOWN]
    ]
