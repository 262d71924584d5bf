"""Enterprises and their membership of the lists of key units."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.db.models import Exists, OuterRef

from bihuan.accounts.error import NotYours
from bihuan.accounts.models import District, User
from bihuan.accounts.scope import within
from bihuan.accounts.services import record_act
from bihuan.registry.acts import Act
from bihuan.registry.error import SpellOverlap
from bihuan.registry.models import ChangeWay, Enterprise, KeyList, KeyListEntry
from bihuan.registry.models.enterprise import EnterpriseQuerySet
from bihuan.registry.permission import (
    MAY_LIST,
    MAY_REGISTER,
    require_district,
    require_enterprise,
)
from bihuan.registry.services.history import Because, record_birth


@transaction.atomic
def register_enterprise(enterprise: Enterprise, *, by: User | None, now: datetime) -> Enterprise:
    """Register an enterprise (登记企业); a wrong credit code is marked, not refused.

    Args:
        enterprise: not saved yet.
        by: whose act; None is the platform itself.
        now: time of the act. [aware]

    Raises:
        NotYours: its district is out of this person's reach; nothing was written.
    """
    enterprise.save(force_insert=True)
    require_enterprise(enterprise.pk, by, MAY_REGISTER)
    detail = {"credit_code": enterprise.credit_code, "state": enterprise.credit_code_state}
    record_act(user=by, action=Act.REGISTER_ENTERPRISE, object=enterprise, now=now, detail=detail)
    record_birth(enterprise, Because(by, now, Act.REGISTER_ENTERPRISE.label, ChangeWay.PLATFORM))
    return enterprise


@transaction.atomic
def list_as_key(entry: KeyListEntry, *, by: User | None, now: datetime) -> KeyListEntry:
    """Put one enterprise on a list of key units (列入重点单位名录), from a day on.

    Args:
        entry: not saved yet, without an end.
        by: whose act; None is the platform itself.
        now: time of the act. [aware]

    Raises:
        SpellOverlap: it is on this list on that day or later already.
        NotYours: the enterprise is out of this person's reach.
    """
    require_enterprise(entry.enterprise_id, by, MAY_LIST)
    _refuse_overlap(entry)
    entry.save(force_insert=True)
    _settle_key(Enterprise.objects.filter(pk=entry.enterprise_id))
    detail = {"kind": entry.kind, "year": entry.year, "reason": entry.reason}
    record_act(user=by, action=Act.LIST_AS_KEY, object=entry.enterprise, now=now, detail=detail)
    return entry


@transaction.atomic
def remove_from_key_list(
    enterprise: Enterprise, *, kind: KeyList, end: date, reason: str, by: User | None, now: datetime
) -> None:
    """Take an enterprise off a list of key units (移出重点单位名录); the history keeps it.

    Args:
        enterprise: which.
        kind: off which list.
        end: first day on which it is no longer on it.
        reason: why.
        by: whose act; None is the platform itself.
        now: time of the act. [aware]

    Raises:
        SpellOverlap: it is not on this list, or only since that day.
        NotYours: the enterprise is out of this person's reach.
    """
    require_enterprise(enterprise.pk, by, MAY_LIST)
    running = KeyListEntry.objects.filter(
        enterprise=enterprise, kind=kind, end__isnull=True, start__lt=end
    )
    if not running.update(end=end, end_reason=reason):
        raise SpellOverlap(f"{enterprise} 在 {end} 之前不在“{kind.label}”名录中")
    _settle_key(Enterprise.objects.filter(pk=enterprise.pk))
    detail = {"kind": kind.value, "end": end.isoformat(), "reason": reason}
    record_act(user=by, action=Act.REMOVE_FROM_KEY_LIST, object=enterprise, now=now, detail=detail)


@dataclass(frozen=True, slots=True)
class KeyListPublication:
    """A year's list of key units of a district as it was published (重点单位名录)."""

    district: District
    year: int
    kind: KeyList
    start: date
    enterprises: Collection[int]
    reason: str = ""


@dataclass(frozen=True, slots=True)
class KeyListChange:
    """Enterprises that a publication added, removed and kept."""

    added: frozenset[int]
    removed: frozenset[int]
    kept: frozenset[int]


@transaction.atomic
def publish_key_list(
    publication: KeyListPublication, *, by: User | None, now: datetime
) -> KeyListChange:
    """Replace a district's running list by the newly published one (发布重点单位名录).

    Every running spell of this list in the district ends on the new list's first day; each
    enterprise of the new list begins one of the new year, so each year's list can be read back.

    Raises:
        SpellOverlap: a running spell begins on that day or later: change it one by one.
        NotYours: the district or an enterprise is out of this person's reach.
    """
    require_district(publication.district, by, MAY_LIST)
    _require_inside(publication)
    running = KeyListEntry.objects.filter(
        within("enterprise__district_id", publication.district.pk),
        kind=publication.kind,
        end__isnull=True,
    )
    before = frozenset(running.values_list("enterprise_id", flat=True))
    after = frozenset(publication.enterprises)
    _replace(publication)
    change = KeyListChange(after - before, before - after, before & after)
    detail = {
        "kind": publication.kind.value,
        "year": publication.year,
        "start": publication.start.isoformat(),
        "added": len(change.added),
        "removed": len(change.removed),
        "kept": len(change.kept),
    }
    record_act(
        user=by,
        action=Act.PUBLISH_KEY_LIST,
        object=publication.district,
        now=now,
        detail=detail,
    )
    return change


def _require_inside(publication: KeyListPublication) -> None:
    inside = Enterprise.objects.filter(within("district_id", publication.district.pk))
    if set(publication.enterprises) - set(inside.values_list("pk", flat=True)):
        raise NotYours(f"名录中有不在{publication.district}的企业")


def _replace(publication: KeyListPublication) -> None:
    """End the running list, begin the new one, and say of each ended spell which it was."""
    entries = KeyListEntry.objects.filter(
        within("enterprise__district_id", publication.district.pk), kind=publication.kind
    )
    left, went_on = f"未列入 {publication.year} 年名录", "转入新年度名录"
    try:
        with transaction.atomic():
            entries.filter(end__isnull=True).update(end=publication.start, end_reason=left)
            KeyListEntry.objects.bulk_create(_new_entries(publication))
    except IntegrityError as error:
        raise SpellOverlap(f"名录中有记录始于 {publication.start} 或更晚，请逐条调整") from error
    again = KeyListEntry.objects.filter(
        enterprise=OuterRef("enterprise"), kind=publication.kind, start=publication.start
    )
    entries.filter(Exists(again), end=publication.start).update(end_reason=went_on)
    _settle_key(Enterprise.objects.filter(within("district_id", publication.district.pk)))


def _new_entries(publication: KeyListPublication) -> list[KeyListEntry]:
    return [
        KeyListEntry(
            enterprise_id=enterprise,
            year=publication.year,
            kind=publication.kind,
            start=publication.start,
            reason=publication.reason,
        )
        for enterprise in sorted(publication.enterprises)
    ]


def _refuse_overlap(entry: KeyListEntry) -> None:
    others = KeyListEntry.objects.filter(enterprise=entry.enterprise_id, kind=entry.kind)
    if (others.filter(end__isnull=True) | others.filter(end__gt=entry.start)).exists():
        label = KeyList(entry.kind).label
        raise SpellOverlap(f"{entry.enterprise} 在 {entry.start} 或之后已在“{label}”名录中")


def _settle_key(enterprises: EnterpriseQuerySet) -> None:
    running = KeyListEntry.objects.filter(enterprise=OuterRef("pk"), end__isnull=True)
    enterprises.update(is_key=Exists(running))
