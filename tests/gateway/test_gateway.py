"""The whole way over real sockets: frame in, on disk, answer out, in each edition's form."""

from datetime import UTC, datetime

import pytest

from bihuan.hj212.frame import write_frame
from bihuan.registry.models import CodeMapping, DeviceState, GatewayCounter, ProcessHeartbeat
from bihuan.registry.services import map_code
from bihuan.telemetry import DatumKey, Kind, Mark, SeriesQuery, Store
from tests.gateway.conftest import LONG_AGO, MN, RegisterDevice
from tests.gateway.running import Client, RunningGateway, quick, until, upload

MN_2005 = "88888880000001"
TIME = "DataTime=20261121000000"
START = datetime(2026, 11, 20, 16, tzinfo=UTC)
NOW = datetime(2026, 11, 21, 0, 0, tzinfo=UTC)
Row = tuple[str, int, float | None, str]


def rows(store: Store, kind: Kind = Kind.HOUR) -> list[Row]:
    query = SeriesQuery(None, None, kind, START, START.replace(day=22), range(17))
    table = store.series(query)
    columns = (table[name].to_pylist() for name in ("factor", "statistic", "value", "flag"))
    return list(zip(*columns, strict=True))


def answer(segment: str) -> bytes:
    """A frame as it must leave, without the line end that the reader swallows."""
    return write_frame(segment.encode()).removesuffix(b"\r\n")


def test_an_hour_is_stored_and_acknowledged(store: Store, register: RegisterDevice) -> None:
    register()
    values = "w01018-Avg=40.1,w01018-Max=60,w01018-Flag=N"
    with RunningGateway(store) as running, Client(running.port) as device:
        device.send(upload(MN, f"{TIME};{values}", CN="2061"))
        device.answers(1)
    assert rows(store) == [("w01018", 0, 40.1, "N"), ("w01018", 2, 60.0, "N")]


def test_a_device_of_2017_is_answered_in_its_form(store: Store, register: RegisterDevice) -> None:
    register()
    with RunningGateway(store) as running, Client(running.port) as device:
        device.send(upload(MN, f"{TIME};w01018-Rtd=1"))
        assert device.answers(1) == [
            answer(f"QN=20261121080000000;ST=91;CN=9014;PW=123456;MN={MN};Flag=4;CP=&&&&")
        ]


def test_a_device_of_2025_is_answered_in_its_form(store: Store, register: RegisterDevice) -> None:
    register(edition="2025")
    with RunningGateway(store) as running, Client(running.port) as device:
        device.send(upload(MN, f"{TIME};w01018-Rtd=1", Flag="9"))
        assert device.answers(1) == [
            answer(f"QN=20261121080000000;ST=91;CN=9014;PW=123456;MN={MN};Flag=8;CP=&&&&")
        ]


def test_a_device_of_2005_is_answered_in_its_form(store: Store, register: RegisterDevice) -> None:
    register(MN_2005, edition="2005")
    with RunningGateway(store) as running, Client(running.port) as device:
        device.send(upload(MN_2005, f"{TIME};011-Avg=40.1", CN="2061", Flag="1"))
        fields = "QN=20261121080000000;CN=2061"
        assert device.answers(1) == [
            answer(f"ST=91;CN=9014;PW=123456;MN={MN_2005};Flag=0;CP=&&{fields}&&")
        ]
    assert rows(store) == [("w01018", 0, 40.1, "")]


def test_an_edition_is_registered_and_not_read_off_the_flag(
    store: Store, register: RegisterDevice
) -> None:
    register(MN_2005, edition="2005")
    with RunningGateway(store) as running, Client(running.port) as device:
        device.send(upload(MN_2005, f"{TIME};011-Rtd=1", Flag="9"))
        assert b"Flag=0;CP=&&QN=20261121080000000;CN=2011&&" in device.answers(1)[0]


def test_an_upload_that_wants_no_answer_gets_none(store: Store, register: RegisterDevice) -> None:
    register()
    with RunningGateway(store) as running, Client(running.port) as device:
        device.send(upload(MN, f"{TIME};w01018-Rtd=1", Flag="4"))
        running.until_settled(1)
        assert device.hears_nothing()
    assert rows(store, Kind.REALTIME) == [("w01018", 0, 1.0, "")]


def test_a_heartbeat_is_answered_as_notice_and_kept(store: Store, register: RegisterDevice) -> None:
    register(edition="2025")
    with RunningGateway(store) as running, Client(running.port) as device:
        device.send(upload(MN, "", ST="91", CN="9015", Flag="9"))
        assert b"CN=9013" in device.answers(1)[0]
        assert running.totals()["control"] == 1


def test_a_repeated_heartbeat_is_a_new_heartbeat(store: Store, register: RegisterDevice) -> None:
    register(edition="2025")
    beat = upload(MN, "", ST="91", CN="9015", Flag="9")
    with RunningGateway(store) as running, Client(running.port) as device:
        device.send(beat, beat)
        assert len(device.answers(2)) == 2
        assert "duplicate" not in running.totals()


def test_a_request_for_the_time_gets_its_notice_and_then_the_clock(
    store: Store, register: RegisterDevice
) -> None:
    register()
    with RunningGateway(store, now=lambda: NOW) as running, Client(running.port) as device:
        device.send(upload(MN, "", ST="91", CN="1013"))
        noticed, clock = device.answers(2)
    assert b"CN=9013" in noticed
    assert b"CN=1012" in clock and b"SystemTime=20261121080000" in clock


def test_a_clock_can_be_left_alone(store: Store, register: RegisterDevice) -> None:
    register()
    settings = quick(answers_time_requests=False)
    with RunningGateway(store, settings) as running, Client(running.port) as device:
        device.send(upload(MN, "", ST="91", CN="1013"))
        assert b"CN=9013" in device.answers(1)[0]
        assert device.hears_nothing()


def test_an_unknown_command_is_kept_and_answered(store: Store, register: RegisterDevice) -> None:
    register()
    with RunningGateway(store) as running, Client(running.port) as device:
        device.send(upload(MN, "a=b", CN="2999"))
        assert b"CN=9014" in device.answers(1)[0]
    packets = store.raw_of_device(MN, LONG_AGO, datetime(2100, 1, 1, tzinfo=UTC), limit=10)
    assert packets["outcome"].to_pylist() == ["control"]


def test_a_resend_is_answered_again_and_changes_nothing(
    store: Store, register: RegisterDevice
) -> None:
    register()
    frame = upload(MN, f"{TIME};w01018-Avg=40.1", CN="2061")
    with RunningGateway(store) as running, Client(running.port) as device:
        device.send(frame)
        first = device.answers(1)
        device.send(frame, frame)
        assert device.answers(2) == [first[0], first[0]]
        assert running.totals() | {"stored": 1, "duplicate": 2} == running.totals()
    assert rows(store) == [("w01018", 0, 40.1, "")]
    packets = store.raw_of_device(MN, LONG_AGO, datetime(2100, 1, 1, tzinfo=UTC), limit=10)
    assert len(packets) == 1


def test_a_value_leads_back_to_its_packet(store: Store, register: RegisterDevice) -> None:
    register()
    noise = upload("UNKNOWN", f"{TIME};w01018-Avg=1")
    frame = upload(MN, f"{TIME};w01018-Avg=40.1", CN="2061")
    with RunningGateway(store) as running, Client(running.port) as device:
        device.send(noise, frame)
        device.answers(1)
    table = store.series(SeriesQuery(None, None, Kind.HOUR, START, START.replace(day=22)))
    packet = store.raw_packet(table["segment"][0].as_py(), table["index"][0].as_py())
    assert packet is not None and packet.packet == frame.removesuffix(b"\r\n")


@pytest.mark.requirement("A1.19")
def test_a_changed_value_keeps_the_old_one_and_both_lead_to_their_packets(
    store: Store, register: RegisterDevice
) -> None:
    point = register().points.get()
    with RunningGateway(store) as running, Client(running.port) as device:
        for value in ("40.1", "41.2"):
            device.send(upload(MN, f"{TIME};w01018-Avg={value}", CN="2061"))
            device.answers(1)
    assert rows(store) == [("w01018", 0, 41.2, "")]
    key = DatumKey(point=point.pk, factor="w01018", kind=Kind.HOUR, start=START)
    versions = store.versions(key).to_pylist()
    assert [row["value"] for row in versions] == [40.1, 41.2]
    for row in versions:
        packet = store.raw_packet(row["segment"], row["index"])
        assert packet is not None and f"w01018-Avg={row['value']}".encode() in packet.packet


def test_a_mapped_code_and_its_scale_are_used(store: Store, register: RegisterDevice) -> None:
    mapping = CodeMapping(device=register(), wire_code="PM25", factor="a34004", scale=1000)
    map_code(mapping, by=None, now=LONG_AGO)
    with RunningGateway(store) as running, Client(running.port) as device:
        device.send(upload(MN, f"{TIME};PM25-Avg=0.035", CN="2061"))
        device.answers(1)
    assert rows(store) == [("a34004", 0, pytest.approx(35.0), "")]


def test_an_upload_without_a_point_is_kept_and_answered(
    store: Store, register: RegisterDevice
) -> None:
    register().assignments.all().delete()
    with RunningGateway(store) as running, Client(running.port) as device:
        device.send(upload(MN, f"{TIME};w01018-Rtd=1"))
        assert b"CN=9014" in device.answers(1)[0]
        assert running.totals()["rejected:no_point"] == 1


def test_a_replay_mark_and_a_wrong_clock_are_marked(store: Store, register: RegisterDevice) -> None:
    register(edition="2025")
    late = upload(MN, f"{TIME};w01018-Avg=1", CN="2061", Flag="9", RF="1", QN="20261121070000000")
    with RunningGateway(store, now=lambda: NOW) as running, Client(running.port) as device:
        device.send(late)
        device.answers(1)
    table = store.series(SeriesQuery(None, None, Kind.HOUR, START, START.replace(day=22)))
    assert table["marks"].to_pylist() == [Mark.REPLAY | Mark.CLOCK]


def test_the_registry_hears_of_devices_counts_and_the_process(
    store: Store, register: RegisterDevice
) -> None:
    known = register()
    with RunningGateway(store) as running, Client(running.port) as device:
        device.send(upload(MN, f"{TIME};w01018-Rtd=1", QN=""), b"##00noise")
        device.answers(1)
        until(lambda: DeviceState.objects.filter(device=known, connected=True).exists())
    state = DeviceState.objects.get(device=known)
    assert not state.connected and state.drop_reason == "closed"
    assert state.address == "127.0.0.1" and state.counters["frames"] == 2
    assert state.counters["stored"] == 1 and state.quirks["no_request_id"] == 1
    counts = dict(GatewayCounter.objects.values_list("key", "value"))
    assert counts["frames"] == 2 and counts["stored"] == 1
    assert ProcessHeartbeat.objects.get(process="gateway-test").detail["balanced"] is True
