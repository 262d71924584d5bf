"""Where a case lies (事项位置): as somebody on the spot said, else its point, else its unit."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from bihuan.cases.models import Case
from bihuan.cases.procedure.document import FieldKind, Procedure
from bihuan.registry.models import MonitoringPoint


@dataclass(frozen=True, slots=True)
class Spot:
    """A place with what it is; without coordinates where nobody knows them."""

    longitude: float | None
    latitude: float | None
    title: str


def spot_of(
    case: Case,
    procedure: Procedure,
    *,
    points: Iterable[MonitoringPoint],
    answers: Iterable[Mapping[str, str]],
) -> Spot | None:
    """The place of a case; None where it is about no place smaller than its district.

    Args:
        answers: what was handed in at each step, the newest first.
    """
    said = _said(procedure, answers)
    if said is not None:
        return said
    for point in points:
        return Spot(*point.position, point.name)
    if case.enterprise is not None:
        return Spot(case.enterprise.longitude, case.enterprise.latitude, case.enterprise.name)
    return None


def _said(procedure: Procedure, answers: Iterable[Mapping[str, str]]) -> Spot | None:
    places = [one for form in procedure.forms for one in form.fields if one.kind is FieldKind.PLACE]
    for answer in answers:
        for one in places:
            place = coordinates(answer.get(one.name, ""))
            if place is not None:
                return Spot(*place, one.title)
    return None


def coordinates(text: str) -> tuple[float, float] | None:
    """Longitude and latitude as a form keeps them; None where it says neither.

    >>> coordinates("113.0361,34.7782"), coordinates("")
    ((113.0361, 34.7782), None)
    """
    longitude, _, latitude = text.partition(",")
    try:
        return float(longitude), float(latitude)
    except ValueError:
        return None
