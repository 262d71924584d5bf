"""Keeping the history of silences."""

from collections import defaultdict
from datetime import datetime

from django.db import transaction
from django.db.models import Case, F, OuterRef, Subquery, When
from django.db.models.functions import Least

from bihuan.registry.link import LinkDiagnosis
from bihuan.registry.models import DeviceState, LinkGap
from bihuan.registry.queries.link import link_report


def record_link_gaps(*, now: datetime) -> int:
    """Open, correct and close the silences of all devices (记录通信中断), as the monitor sees them.

    A silence begins with the last packet before it and ends when the device connects or is
    heard again, or is taken out of use. While it lasts its cause follows the newest guess;
    afterwards it is not touched.

    Args:
        now: the moment of judgement; called about once a minute. [aware]

    Returns:
        Number of silences opened, corrected or closed.
    """
    report = link_report(user=None, now=now)
    heard = dict(report.devices.select("device", "last_packet_at").iter_rows())
    running = LinkGap.objects.filter(end__isnull=True)
    unwatched = running.filter(device__is_active=False).update(end=now)
    watched = running.filter(device__in=list(heard))
    gaps = list(watched.values_list("pk", "device_id", "cause"))
    held = {device for _, device, _ in gaps}
    new = (
        _gap(device, heard[device], guess)
        for device, guess in report.guesses.items()
        if device not in held
    )
    opened = [gap for gap in new if gap is not None]
    over = [pk for pk, device, _ in gaps if not report.diagnosis(device).is_silent]
    guesses: defaultdict[LinkDiagnosis, list[int]] = defaultdict(list)
    for pk, device, cause in gaps:
        guess = report.diagnosis(device)
        if guess.is_silent and guess.cause != cause:
            guesses[guess].append(pk)
    _write(opened, over, guesses)
    return unwatched + len(opened) + len(over) + sum(map(len, guesses.values()))


@transaction.atomic
def _write(opened: list[LinkGap], over: list[int], guesses: dict[LinkDiagnosis, list[int]]) -> None:
    LinkGap.objects.bulk_create(opened, ignore_conflicts=True)
    LinkGap.objects.filter(pk__in=over).update(end=_back())
    for guess, gaps in guesses.items():
        LinkGap.objects.filter(pk__in=gaps).update(cause=guess.cause, because=guess.because)


def _back() -> Subquery:
    """When a device was heard again: its connection if that is newer than the silence."""
    came = Case(
        When(connected_at__gt=OuterRef("start"), then=Least("connected_at", "last_packet_at")),
        default=F("last_packet_at"),
    )
    return Subquery(DeviceState.objects.filter(device=OuterRef("device")).values_list(came))


def _gap(device: int, start: datetime | None, guess: LinkDiagnosis) -> LinkGap | None:
    if guess.cause is None or start is None:
        return None
    return LinkGap(device_id=device, start=start, cause=guess.cause, because=guess.because)
