"""A rig of sites behind routers: each link is cut in turn; the monitor names the right cause."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from bihuan.registry.link import LinkCause
from bihuan.registry.models import DeviceState, ProcessHeartbeat
from bihuan.registry.queries import LinkRow, link_report
from bihuan.telemetry import Store, StoreFull
from tests.gateway.conftest import RegisterDevice
from tests.gateway.running import Client, Clock, HeldJournal, RunningGateway, until, upload

STATION, LINK, PLATFORM = LinkCause.STATION, LinkCause.LINK, LinkCause.PLATFORM
SITES = {
    "PROVINCIAL1": "127.0.0.2",
    "PROVINCIAL2": "127.0.0.2",
    "WEATHER": "127.0.0.2",
    "TOWNSHIP1": "127.0.0.3",
    "TOWNSHIP2": "127.0.0.4",
    "TOWNSHIP3": "127.0.0.5",
}
EVERYBODY = set(SITES)


class Rig:
    """Stations on their lines, a gateway, and a clock that runs ahead."""

    def __init__(self, store: Store) -> None:
        self.clock = Clock()
        self.journal = HeldJournal(store)
        self.journal.gate.set()
        self.running = RunningGateway(self.journal, now=self.clock)
        self.lines: dict[str, Client] = {}

    def report(self, stations: set[str]) -> None:
        """Each of these sends a packet and is heard."""
        at = self.clock().replace(microsecond=0)
        for station in stations:
            self.lines[station].send(upload(station, f"DataTime={at:%Y%m%d%H%M%S};a34004-Rtd=1"))
        for station in stations:
            self.lines[station].answers(1)
        fresh = DeviceState.objects.filter(last_packet_at__gte=at)
        until(lambda: fresh.count() == len(stations))

    def five_minutes_later(self, still_heard: set[str]) -> dict[str, LinkRow]:
        """What the monitor shows, when only these have reported meanwhile."""
        self.clock.advance(300)
        at = self.clock()
        self.report(still_heard)
        until(lambda: ProcessHeartbeat.objects.filter(at__gte=at).exists())
        return self.shown()

    def shown(self) -> dict[str, LinkRow]:
        return {row.mn: row for row in link_report(user=None, now=self.clock()).rows()}


@contextmanager
def rig_of(store: Store, register: RegisterDevice) -> Iterator[Rig]:
    for station in SITES:
        register(station)
    rig = Rig(store)
    with rig.running:
        rig.lines = {name: Client(rig.running.port, place) for name, place in SITES.items()}
        rig.report(EVERYBODY)
        yield rig


def silent(rows: dict[str, LinkRow]) -> dict[str, LinkCause | None]:
    return {mn: row.diagnosis.cause for mn, row in rows.items() if row.diagnosis.is_silent}


pytestmark = pytest.mark.requirement("A10.13", "A11.4")


def test_while_all_report_nobody_is_silent(store: Store, register: RegisterDevice) -> None:
    with rig_of(store, register) as rig:
        assert silent(rig.five_minutes_later(EVERYBODY)) == {}


def test_a_station_that_stops_beside_its_neighbours_is_at_fault(
    store: Store, register: RegisterDevice
) -> None:
    with rig_of(store, register) as rig:
        rows = rig.five_minutes_later(EVERYBODY - {"WEATHER"})
        assert silent(rows) == {"WEATHER": STATION}
        silent_for = rows["WEATHER"].silent_for
        assert silent_for is not None and 290 <= silent_for.total_seconds() <= 320


def test_a_logger_that_closes_its_line_is_at_fault(store: Store, register: RegisterDevice) -> None:
    with rig_of(store, register) as rig:
        rig.lines["TOWNSHIP1"].close()
        until(lambda: DeviceState.objects.filter(drop_reason="closed").exists())
        assert silent(rig.five_minutes_later(EVERYBODY - {"TOWNSHIP1"})) == {"TOWNSHIP1": STATION}


def test_a_line_that_breaks_is_at_fault(store: Store, register: RegisterDevice) -> None:
    with rig_of(store, register) as rig:
        rig.lines["TOWNSHIP1"].reset()
        until(lambda: DeviceState.objects.filter(drop_reason="reset").exists())
        assert silent(rig.five_minutes_later(EVERYBODY - {"TOWNSHIP1"})) == {"TOWNSHIP1": LINK}


def test_a_router_that_dies_takes_all_its_stations_with_it(
    store: Store, register: RegisterDevice
) -> None:
    with rig_of(store, register) as rig:
        behind = {"PROVINCIAL1", "PROVINCIAL2", "WEATHER"}
        assert silent(rig.five_minutes_later(EVERYBODY - behind)) == dict.fromkeys(behind, LINK)


def test_a_store_that_takes_nothing_is_the_platforms_fault(
    store: Store, register: RegisterDevice
) -> None:
    with rig_of(store, register) as rig:
        rig.journal.error = StoreFull("disk full")
        rig.lines["WEATHER"].send(upload("WEATHER", "DataTime=20261121000000;a34004-Rtd=1"))
        until(lambda: rig.running.on_loop(lambda gateway: gateway.refusing_since is not None))
        rig.clock.advance(300)
        until(lambda: silent(rig.shown()) == dict.fromkeys(EVERYBODY, PLATFORM))
        rig.journal.error = None


def test_a_gateway_that_is_down_is_the_platforms_fault(
    store: Store, register: RegisterDevice
) -> None:
    with rig_of(store, register) as rig:
        rig.running.stop()
        rig.clock.advance(300)
        assert silent(rig.shown()) == dict.fromkeys(EVERYBODY, PLATFORM)


def test_a_new_gateway_forgets_the_connections_of_a_killed_one(
    store: Store, register: RegisterDevice
) -> None:
    row = register("WEATHER")
    DeviceState.objects.create(device=row, connected=True, gateway="gateway-test")
    with RunningGateway(store):
        assert not DeviceState.objects.get(device=row).connected
