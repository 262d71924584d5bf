"""Cases of events: by policy, once, whatever crashes between the two."""

from datetime import timedelta

import pytest

from bihuan.cases.models import Case
from bihuan.cases.services import publish_shipped
from bihuan.watch.error import CannotChange
from bihuan.watch.models import Event, EventState, Policy, Suppression
from bihuan.watch.services import raising
from bihuan.watch.services.raising import raise_by_hand, raise_due
from bihuan.watch.services.suppression import lift, suppress
from tests.people import NOW
from tests.watch.conftest import HOUR, NINE, Site, switch_on


@pytest.fixture(autouse=True)
def procedures(db: None) -> None:
    publish_shipped(NOW)


def breach(site: Site, hours: int = 1, **more: object) -> Event:
    """An event of the plant's outlet that ended at nine."""
    switch_on("limit.hour", **more)
    site.arrive(NINE, [50.0] * hours)
    site.run()
    return Event.objects.get()


@pytest.mark.requirement("A2.1", "B1.10")
def test_an_event_raises_one_case_with_its_sentence(site: Site) -> None:
    event = breach(site, policy=Policy.AT_ONCE)
    assert raise_due(now=NOW) == 1
    assert raise_due(now=NOW) == 0
    case = Case.objects.get()
    event.refresh_from_db()
    assert (event.case, event.raised_at) == (case, NOW)
    assert case.reason == event.because
    assert (case.source, case.enterprise) == (f"watch:{event.pk}", site.places.plant)


def test_a_policy_of_hours_waits_until_the_event_has_lasted(site: Site) -> None:
    breach(site, hours=2, policy=Policy.AFTER, after_hours=3)
    assert raise_due(now=NOW) == 0
    site.arrive(NINE + HOUR, [50])
    site.run(NINE + HOUR)
    assert raise_due(now=NINE + HOUR) == 1


def test_a_policy_of_never_raises_nothing(site: Site) -> None:
    breach(site, hours=9)
    assert raise_due(now=NOW) == 0


@pytest.mark.requirement("A2.1")
@pytest.mark.django_db(transaction=True)
def test_a_crash_between_case_and_event_leaves_one_case(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish_shipped(NOW)
    event = breach(site, policy=Policy.AT_ONCE)
    real = raising.raise_cases

    def killed(*given: object, **more: object) -> None:
        real(*given, **more)  # type: ignore[arg-type]
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(raising, "raise_cases", killed)
        with pytest.raises(KeyboardInterrupt):
            raise_due(now=NOW)
    event.refresh_from_db()
    assert event.case is None
    raise_due(now=NOW + timedelta(minutes=1))
    assert Case.objects.count() == 1


def test_a_case_that_the_event_does_not_know_of_is_found_again(site: Site) -> None:
    event = breach(site, policy=Policy.AT_ONCE)
    raise_due(now=NOW)
    Event.objects.update(case=None, raised_at=None)  # as if its note had been lost
    raise_due(now=NOW)
    event.refresh_from_db()
    assert event.case == Case.objects.get()


def test_a_kind_without_procedure_waits(site: Site) -> None:
    breach(site, policy=Policy.AT_ONCE, case_kind="unheard_of")
    assert raise_due(now=NOW) == 0


@pytest.mark.requirement("D4")
def test_a_suppressed_event_is_recorded_and_raises_nothing_until_lifted(site: Site) -> None:
    wang = site.people.wang
    quiet = Suppression(
        point=site.point,
        district=site.point.district,
        reason="停产检修，已报备",
        start=NINE - 2 * HOUR,
        end=NINE + 24 * HOUR,
    )
    suppress(quiet, by=wang, now=NINE)
    event = breach(site, policy=Policy.AT_ONCE, tells=["district"])
    assert event.suppression == quiet
    assert raise_due(now=NOW) == 0
    assert not wang.notices.exists()
    lift(quiet, by=wang, now=NOW)
    assert raise_due(now=NOW) == 1


@pytest.mark.parametrize(
    ("scope", "is_quiet"),
    [
        ({"rule": "limit.hour"}, True),
        ({"rule": "data.silent"}, False),
        ({"factor": "a21026"}, True),
        ({"factor": "a34013"}, False),
        ({"unit": True}, True),
    ],
)
def test_a_suppression_covers_its_scope_only(
    site: Site, scope: dict[str, object], is_quiet: bool
) -> None:
    unit = site.places.plant if scope.pop("unit", False) else None
    quiet = Suppression(
        district=site.point.district,
        enterprise=unit,
        reason="试运行",
        start=NINE,
        end=NINE + HOUR,
        **scope,
    )
    suppress(quiet, by=site.people.wang, now=NINE)
    assert (breach(site).suppression is not None) is is_quiet


def test_a_suppression_without_a_near_end_is_refused(site: Site) -> None:
    quiet = Suppression(
        district=site.point.district, reason="长期", start=NOW, end=NOW + timedelta(days=400)
    )
    with pytest.raises(CannotChange, match="90 天"):
        suppress(quiet, by=site.people.wang, now=NOW)


def test_a_withdrawn_event_becomes_no_case(site: Site) -> None:
    event = breach(site)
    event.state = EventState.WITHDRAWN
    with pytest.raises(CannotChange, match="已撤销"):
        raise_by_hand(event, by=site.people.wang, now=NOW)


def test_a_person_may_raise_a_case_before_its_time(site: Site) -> None:
    event = breach(site)
    case = raise_by_hand(event, by=site.people.wang, now=NOW)
    assert case.raised_by == site.people.wang
    assert raise_by_hand(event, by=site.people.wang, now=NOW) == case
