"""Spells of one thing may not overlap: what no constraint of SQLite can say."""

from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db.models import Q

if TYPE_CHECKING:
    from bihuan.registry.models import DeviceAssignment


def refuse_overlap(spell: "DeviceAssignment") -> None:
    """Refuse an assignment (设备关联) that overlaps another of the same device and system code.

    Raises:
        ValidationError: the overlapping spell's times.
    """
    if spell.start is None:
        return
    others = (
        type(spell)
        .objects.filter(
            Q(end__isnull=True) | Q(end__gt=spell.start),
            device=spell.device_id,
            system_code=spell.system_code,
        )
        .exclude(pk=spell.pk)
    )
    if spell.end is not None:
        others = others.filter(start__lt=spell.end)
    other = others.select_related("point").first()
    if other is not None:
        raise ValidationError(f"与监测点“{other.point}”的关联时间重叠")
