"""The link monitor on a county's network, each link cut in turn, and the history of silences."""

from datetime import timedelta

import pytest
from pytest_django import DjangoAssertNumQueries

from bihuan.registry.gateway_batch import StateTouch
from bihuan.registry.jobs import end_overdue_commands, watch_links
from bihuan.registry.models import (
    Device,
    DeviceAssignment,
    DropReason,
    LinkCause,
    LinkGap,
    MonitoringPoint,
)
from bihuan.registry.queries import device_detail, link_report
from bihuan.registry.queries.link import point_links
from bihuan.registry.queries.link_list import matching
from bihuan.registry.services import beat, forget_connections, record_link_gaps, touch_states
from tests.people import NOW, People, Places

MINUTE = timedelta(minutes=1)
SECOND = timedelta(seconds=1)


@pytest.fixture
def network(places: Places) -> dict[str, int]:
    """Twelve stations on six routers of two carriers, all heard, one gateway alive."""
    point = places.station_point
    devices = Device.objects.bulk_create(
        Device(mn=f"MN-{n:02}", name=f"站{n}", carrier="移动" if n < 6 else "联通")
        for n in range(12)
    )
    DeviceAssignment.objects.bulk_create(
        DeviceAssignment(device=device, point=point, start=NOW) for device in devices
    )
    hear(list(Device.objects.values_list("pk", flat=True)), at=NOW)
    return dict(Device.objects.values_list("mn", "pk"))


def hear(devices: list[int], *, at_minute: int = 0, at: object = None) -> None:
    """These devices send a packet, each pair from a router of its own; the gateway lives."""
    moment = NOW + at_minute * MINUTE
    first = Device.objects.order_by("pk").values_list("pk", flat=True)[0]
    touch_states(
        [
            StateTouch(
                device,
                "gateway-1",
                connected=True,
                address=f"10.0.0.{(device - first) // 2}",
                last_seen=moment,
                last_packet_at=moment,
                last_data_time=moment - MINUTE,
                delay_s=60.0,
            )
            for device in devices
        ]
    )
    beat(process="gateway-1", now=moment)


def drop(device: int, reason: DropReason) -> None:
    """A connection ends."""
    touch_states(
        [StateTouch(device, "gateway-1", connected=False, dropped_at=NOW, drop_reason=reason)]
    )


def causes(at_minute: int, user: object = None) -> dict[str, LinkCause]:
    """Cause of each silent device at a minute."""
    report = link_report(user=user, now=NOW + at_minute * MINUTE)  # type: ignore[arg-type]
    return {row.mn: row.diagnosis.cause for row in report.rows() if row.diagnosis.cause is not None}


@pytest.mark.requirement("A10.13", "A11.4")
@pytest.mark.requirement("B1.2")
def test_last_seen_delay_and_points_are_shown_for_every_station(
    people: People, network: dict[str, int]
) -> None:
    report = link_report(user=people.wang, now=NOW + MINUTE)
    assert (report.connected, report.heard, report.silent) == (12, 12, 0)
    row = report.rows()[0]
    assert (row.last_packet_at, row.delay_s, row.silent_for) == (NOW, 60.0, None)
    assert [name for _, name in row.points] == ["大峪沟站"]


@pytest.mark.requirement("A10.13")
def test_one_logger_that_dies_is_the_stations_fault(network: dict[str, int]) -> None:
    hear([pk for mn, pk in network.items() if mn != "MN-00"], at_minute=10)
    drop(network["MN-00"], DropReason.TIME_OUT)
    assert causes(10) == {"MN-00": LinkCause.STATION}


@pytest.mark.requirement("A10.13")
def test_a_router_that_dies_is_the_links_fault(network: dict[str, int]) -> None:
    hear([pk for mn, pk in network.items() if mn not in {"MN-00", "MN-01"}], at_minute=10)
    assert causes(10) == dict.fromkeys(("MN-00", "MN-01"), LinkCause.LINK)


@pytest.mark.requirement("A10.13")
def test_a_carrier_that_fails_is_the_links_fault(network: dict[str, int]) -> None:
    hear([pk for mn, pk in network.items() if mn >= "MN-06"], at_minute=10)
    assert set(causes(10).values()) == {LinkCause.LINK}
    assert len(causes(10)) == 6


@pytest.mark.requirement("A10.13")
def test_a_gateway_that_is_killed_is_the_platforms_fault(network: dict[str, int]) -> None:
    assert set(causes(10).values()) == {LinkCause.PLATFORM}
    assert len(causes(10)) == 12


@pytest.mark.requirement("A10.13")
def test_a_platform_without_its_own_line_is_the_platforms_fault(network: dict[str, int]) -> None:
    beat(process="gateway-1", now=NOW + 10 * MINUTE)
    assert set(causes(10).values()) == {LinkCause.PLATFORM}


@pytest.mark.requirement("A10.13")
def test_a_store_that_refuses_is_the_platforms_fault(network: dict[str, int]) -> None:
    beat(process="gateway-1", now=NOW + 10 * MINUTE, detail={"store_refusing": True})
    report = link_report(user=None, now=NOW + 10 * MINUTE)
    assert all("无法入库" in row.diagnosis.because for row in report.rows())


def test_a_device_that_was_never_heard_stands_beside_the_silent_ones(
    network: dict[str, int], people: People, places: Places
) -> None:
    device = Device.objects.create(mn="MN-99", name="新设备")
    DeviceAssignment.objects.create(device=device, point=places.station_point, start=NOW)
    assert causes(1, people.wang) == {"MN-99": LinkCause.UNKNOWN}


def test_the_longest_silence_comes_first(network: dict[str, int]) -> None:
    hear([network["MN-05"]], at_minute=5)
    hear([pk for mn, pk in network.items() if mn > "MN-05"], at_minute=20)
    rows = link_report(user=None, now=NOW + 20 * MINUTE).rows()
    silent = [row.mn for row in rows if row.diagnosis.is_silent]
    assert silent[-1] == "MN-05"
    assert len(silent) == 6


def test_a_person_sees_only_the_devices_of_his_districts(
    people: People, network: dict[str, int]
) -> None:
    seeing = {name for name, user in people.all().items() if link_report(user=user, now=NOW).rows()}
    assert seeing == {
        "wang",
        "li",
        "province",
        "township",
        "engineer",
        "supervisor",
        "wall_screen",
        "root",
    }


def test_inactive_devices_are_not_watched(network: dict[str, int]) -> None:
    Device.objects.filter(mn="MN-00").update(is_active=False)
    assert len(link_report(user=None, now=NOW).rows()) == 11


def test_the_report_takes_five_statements_however_many_devices(
    people: People, network: dict[str, int], django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(5):
        link_report(user=people.wang, now=NOW).rows()


@pytest.mark.requirement("A10.13")
def test_the_monitor_is_narrowed_and_sorted(network: dict[str, int]) -> None:
    hear([network[f"MN-{n:02}"] for n in range(3)], at_minute=9)
    report = link_report(user=None, now=NOW + 10 * MINUTE)

    def names(**asked: str) -> list[str]:
        return [row.mn for row in matching(report, **asked)[:]]

    assert names(cause="heard") == ["MN-00", "MN-01", "MN-02"]
    assert names(sort="-last_packet_at")[:3] == names(cause="heard")
    assert names(text="站1 10.0.0.5", carrier="联") == ["MN-10", "MN-11"]
    assert names(text="大峪沟", cause=LinkCause.PLATFORM.value) == []
    assert len(names(text="大峪沟", sort="no such column")) == len(network)


@pytest.mark.requirement("A10.13", "A11.4")
def test_a_silence_is_one_line_of_history_with_its_cause(
    people: People, network: dict[str, int]
) -> None:
    others = [pk for mn, pk in network.items() if mn != "MN-00"]
    for minute in range(1, 8):
        hear(others, at_minute=minute)
        record_link_gaps(now=NOW + minute * MINUTE)
    hear(list(network.values()), at_minute=8)
    record_link_gaps(now=NOW + 8 * MINUTE)
    record_link_gaps(now=NOW + 9 * MINUTE)
    detail = device_detail("MN-00", user=people.wang)
    assert detail is not None
    (gap,) = detail.gaps
    assert (gap.start, gap.end, gap.diagnosis.cause) == (NOW, NOW + 8 * MINUTE, LinkCause.STATION)
    assert "10.0.0.0" in gap.diagnosis.because
    assert LinkGap.objects.count() == 1


def test_the_cause_of_an_open_silence_follows_the_newest_guess(network: dict[str, int]) -> None:
    hear([pk for mn, pk in network.items() if mn != "MN-00"], at_minute=5)
    record_link_gaps(now=NOW + 5 * MINUTE)
    assert LinkGap.objects.get().cause == LinkCause.STATION
    hear([pk for mn, pk in network.items() if mn > "MN-01"], at_minute=12)
    assert record_link_gaps(now=NOW + 12 * MINUTE) == 2
    assert {gap.cause for gap in LinkGap.objects.all()} == {LinkCause.LINK}
    assert record_link_gaps(now=NOW + 12 * MINUTE) == 0


def test_a_silence_ends_when_the_device_connects_again(network: dict[str, int]) -> None:
    hear([pk for mn, pk in network.items() if mn != "MN-00"], at_minute=9)
    record_link_gaps(now=NOW + 9 * MINUTE)
    back = NOW + 10 * MINUTE
    touch_states(
        [
            StateTouch(
                network["MN-00"],
                "gateway-1",
                connected=True,
                connected_at=back,
                last_packet_at=back + SECOND,
            )
        ]
    )
    beat(process="gateway-1", now=back)
    record_link_gaps(now=back + MINUTE)
    assert LinkGap.objects.get().end == back


def test_a_silence_ends_when_the_device_is_taken_out_of_use(network: dict[str, int]) -> None:
    hear([pk for mn, pk in network.items() if mn != "MN-00"], at_minute=9)
    record_link_gaps(now=NOW + 9 * MINUTE)
    Device.objects.filter(mn="MN-00").update(is_active=False)
    assert record_link_gaps(now=NOW + 10 * MINUTE) == 1
    assert LinkGap.objects.get().end == NOW + 10 * MINUTE


@pytest.mark.requirement("A10.13")
def test_board_and_link_monitor_call_the_same_points_silent(network: dict[str, int]) -> None:
    hear([pk for mn, pk in network.items() if mn > "MN-03"], at_minute=9)
    for minute in (0, 2, 4, 9, 12, 13):
        now = NOW + minute * MINUTE
        rows = link_report(user=None, now=now).rows()
        (point,) = {point for row in rows for point, _ in row.points}
        is_silent = all(row.diagnosis.is_silent for row in rows)
        assert dict(point_links(now).iter_rows()) == {point: is_silent}
        assert is_silent == (minute == 13)


def test_after_a_crash_of_the_gateway_nobody_counts_as_connected(network: dict[str, int]) -> None:
    forget_connections("gateway-1", now=NOW + MINUTE)
    assert link_report(user=None, now=NOW + MINUTE).connected == 0


def test_the_jobs_read_the_clock_and_call_their_service(network: dict[str, int]) -> None:
    assert watch_links() == 12
    assert end_overdue_commands() == 0
    assert MonitoringPoint.objects.exists()
