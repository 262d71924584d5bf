"""Live devices: they say what the history would have said, and are silent when planned."""

from datetime import datetime, timedelta

import numpy as np
import pytest

from bihuan.hj212.answer import answer_to
from bihuan.hj212.edition import Edition
from bihuan.hj212.frame import Frame, Reader
from bihuan.hj212.record import Upload, read_upload
from bihuan.hj212.segment import read_header
from bihuan.hj212.simulator import SimulatedLogger, Tally, simulated_site
from bihuan.hj212.value_kind import Statistic
from bihuan.main.demo.connection import planted_silences
from bihuan.main.demo.county import network
from bihuan.main.demo.emission import kinds, outlet_hours
from bihuan.main.demo.live.day_table import outlet_day, station_day
from bihuan.main.demo.live.device import Opening, outlet_loggers, station_loggers
from bihuan.main.demo.live.gauge import Gauge
from bihuan.main.demo.live.silence import SpellLogger
from bihuan.main.demo.moment import hour_number, hour_start
from bihuan.main.demo.sensor import station_hours, station_minutes
from tests.main.demo.moments import MIDNIGHT, NOW

SMALL = network(3)
THINNED = 40


def test_a_station_reports_the_hour_and_the_minutes_of_the_history() -> None:
    now = hour_start(hour_number(NOW)) + timedelta(minutes=58)
    uploads = _heard(_first_talker(now), now, minutes=6)
    hour = hour_number(now)
    hours = station_hours(SMALL, hour, hour + 1)
    minutes = station_minutes(SMALL, hour, hour + 1, per_hour=12)
    told = {u.kind: u for u in uploads if u.kind}
    row = _row(uploads[0].packet.device_id)
    for record in told["hour"].records:  # type: ignore[index]
        if record.statistic is Statistic.VALUE and record.factor in hours:
            assert record.value == pytest.approx(hours[record.factor][row, 0])
    for record in told["minute"].records:  # type: ignore[index]
        if record.statistic is Statistic.VALUE and record.factor in minutes:
            assert record.value == pytest.approx(minutes[record.factor][row, 0, -1])


def test_an_outlet_reports_converted_values_and_amounts_of_the_history() -> None:
    now = hour_start(hour_number(NOW)) + timedelta(minutes=59)
    group = next(g for g in kinds(THINNED) if g[0].kind.kind == "coal_unit")
    loggers = list(outlet_loggers(Opening(now, now, Tally(), THINNED)))
    uploads = [u for logger in loggers[: len(group)] for u in _heard(logger, now, minutes=4)]
    hour = hour_number(now)
    truth = outlet_hours(group, hour, hour + 1, thinned=THINNED)
    for upload in (u for u in uploads if u.kind == "hour"):
        row = [outlet.mn for outlet in group].index(upload.packet.device_id)
        said = {(r.factor, r.statistic): r.value for r in upload.records}
        for code, values in truth.converted.items():
            assert said[code, Statistic.CONVERTED] == pytest.approx(values[row, 0], abs=0.0051)
        for code, values in truth.amount.items():
            assert said[code, Statistic.SUM] == pytest.approx(values[row, 0], rel=1e-6)
    assert any(u.kind == "hour" for u in uploads)


def test_devices_of_2005_speak_the_former_codes() -> None:
    loggers = outlet_loggers(Opening(NOW, NOW, Tally(), 1))
    group = [outlet for group in kinds() for outlet in group]
    old = next(logger for logger, o in zip(loggers, group, strict=True) if o.edition == "2005")
    uploads = [u for u in _heard(old, NOW, minutes=3) if u.kind]
    assert uploads
    assert {"011", "060"} <= {record.factor for record in uploads[0].records}


def test_a_gauge_answers_the_day_with_the_mean_of_its_hours() -> None:
    gauge = Gauge(lambda day: station_day(SMALL, day), 0)
    start = hour_start(MIDNIGHT - 24)
    value, flag = gauge("a34004", start, start + timedelta(days=1))
    hours = station_hours(SMALL, MIDNIGHT - 24, MIDNIGHT)["a34004"][0]
    assert value == pytest.approx(np.nanmean(hours))
    assert flag == "N"


def test_a_gauge_does_not_know_what_the_site_does_not_measure() -> None:
    gauge = Gauge(lambda day: outlet_day(kinds(THINNED)[0], THINNED, day), 0)
    assert gauge("w01018", NOW, NOW) == (None, "")


def test_a_planned_silence_hangs_up_and_comes_back_after_it() -> None:
    numbers = tuple(s.number for s in SMALL.stations)
    made: list[datetime] = []
    first, last = hour_number(NOW) + 1, hour_number(NOW) + 4

    def make(since: datetime) -> SimulatedLogger:
        made.append(since)
        return _plain_logger()

    logger = SpellLogger(make, silent=lambda hour: first <= hour < last, since=NOW, now=NOW)
    logger.connected(NOW)
    during = hour_start(first) + timedelta(minutes=1)
    assert [piece.hang_up for piece in logger.tick(during)] == [True]
    assert logger.connect_at == hour_start(last)
    logger.disconnected(during)
    assert logger.connected(hour_start(last)) == [] or logger.connect_at is None
    assert made == [NOW, hour_start(last)]
    assert planted_silences(numbers, first, last + 2000)


def _plain_logger() -> SimulatedLogger:
    settings, values = simulated_site("air", "A" * 24)
    return SimulatedLogger(settings, values=values)


def _first_talker(now: datetime) -> SpellLogger:
    loggers = station_loggers(SMALL, Opening(since=now, now=now, tally=Tally()))
    return next(logger for logger in loggers if logger.connect_at is None)


def _row(mn: str) -> int:
    return [station.mn for station in SMALL.stations].index(mn)


def _heard(logger: SpellLogger, now: datetime, *, minutes: int) -> list[Upload]:
    """What a logger uploads within some minutes to a host that acknowledges everything."""
    if logger.connect_at is not None:
        return []
    reader, uploads = Reader(), []
    waiting = logger.connected(now)
    for second in range(minutes * 60):
        moment = now + timedelta(seconds=second)
        waiting += logger.tick(moment)
        while waiting:
            for event in reader.feed(waiting.pop(0).data):
                if isinstance(event, Frame):
                    packet = read_header(event.segment)
                    uploads.append(read_upload(packet))
                    answer = answer_to(packet, EDITIONS[packet.version])
                    waiting += logger.receive(answer, moment)
    return uploads


EDITIONS = tuple(Edition)
