"""Frames and values through a real broker: on disk before they are acknowledged, each once."""

import json
import os
import random
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from bihuan import telemetry
from bihuan.gateway.mqtt.settings import BrokerSettings, WrongAddress, broker_at
from bihuan.registry.models import (
    DeviceState,
    GatewayCounter,
    MonitoringPoint,
    PointFactor,
    ProcessHeartbeat,
    QuarantinedDevice,
)
from bihuan.registry.services import create_push_source
from bihuan.telemetry import Kind, Mover, SeriesQuery, Store, StoreFull
from tests.gateway.conftest import LONG_AGO, MN, RegisterDevice
from tests.gateway.mqtt_running import Publisher, RunningReceiver, needs_broker, own_topics
from tests.gateway.running import HeldJournal, until, upload
from tests.gateway.test_process import Process, Talker, stored
from tests.gateway.test_replayed_day import EDITIONS, MORNING, Logger, told

UP = "hj212/up/site-1"
EVER = (LONG_AGO, datetime(2100, 1, 1, tzinfo=UTC))


@pytest.fixture
def broker() -> Iterator[BrokerSettings]:
    with own_topics() as settings:
        yield settings


@pytest.fixture
def publisher(broker: BrokerSettings) -> Iterator[Publisher]:
    made = Publisher(broker.prefix)
    yield made
    made.close()


def test_an_address_says_where_and_how() -> None:
    broker = broker_at("mqtts://us%40er@broker.example", "secret")
    assert (broker.port, broker.tls, broker.user, broker.password) == (
        8883,
        True,
        "us@er",
        "secret",
    )
    assert "secret" not in repr(broker)
    for wrong in ("http://broker.example", "mqtt://", "mqtt://host:99999"):
        with pytest.raises(WrongAddress):
            broker_at(wrong)


@needs_broker
@pytest.mark.requirement("A1.18")
def test_a_frame_is_acknowledged_and_answered_when_it_is_on_disk(
    broker: BrokerSettings, publisher: Publisher, store: Store, register: RegisterDevice
) -> None:
    register()
    held = HeldJournal(store)
    with RunningReceiver(held, broker) as running:
        publisher.publish(UP, upload(MN, "DataTime=20261121080000;w01018-Rtd=7"))
        until(lambda: held.asked == 1)
        assert publisher.hears_nothing()
        held.gate.set()
        topic, answer = publisher.hear()
        assert topic == "hj212/down/site-1" and b"CN=9014" in answer
        assert running.gateway.tally.is_balanced()
    rows = store.series(SeriesQuery(None, None, Kind.REALTIME, *EVER)).to_pylist()
    assert [row["value"] for row in rows] == [7]


@needs_broker
def test_repeats_strangers_and_noise_are_counted_as_on_tcp(
    broker: BrokerSettings, publisher: Publisher, store: Store, register: RegisterDevice
) -> None:
    register()
    bound = "A" * 24
    register(bound, allowed_addresses=["10.0.0.0/8"])
    good = upload(MN, "DataTime=20261121080000;w01018-Rtd=7")
    with RunningReceiver(store, broker) as running:
        publisher.publish(UP, good + good, good, upload("STRANGER", "a-Rtd=1"), b"nonsense")
        publisher.publish(UP, upload(bound, "DataTime=20261121080000;w01018-Rtd=1"))
        until(lambda: running.gateway.tally.total["frames"] >= 6)
        total = running.gateway.tally.total
        assert (total["stored"], total["duplicate"]) == (1, 2)
        assert total["rejected:unknown_device"] == total["rejected:noise"] == 1
        assert total["rejected:foreign_address"] == 1
        assert running.gateway.tally.is_balanced()
    assert QuarantinedDevice.objects.get().mn == "STRANGER"
    assert DeviceState.objects.get(device__mn=MN).counters["stored"] == 1
    assert ProcessHeartbeat.objects.get().detail["broker"] == "已连接"


@needs_broker
def test_what_the_store_refuses_stays_with_the_broker(
    broker: BrokerSettings, publisher: Publisher, store: Store, register: RegisterDevice
) -> None:
    register()
    held = HeldJournal(store, error=StoreFull("no space"))
    held.gate.set()
    with RunningReceiver(held, broker):
        publisher.publish(UP, upload(MN, "DataTime=20261121080000;w01018-Rtd=7"))
        until(lambda: held.asked >= 2)
        assert publisher.hears_nothing()
        held.error = None
        assert b"CN=9014" in publisher.hear()[1]


class BrokerLogger(Logger):
    """The same logger, publishing instead of connecting."""

    def publish(self, publisher: Publisher) -> None:
        batch = list(self.waiting.values())
        self.rng.shuffle(batch)
        for frame in batch:
            if self.rng.random() < 0.2:
                continue  # lost on the way to the broker
            copies = [frame] * self.rng.choice((1, 1, 1, 2, 3))
            damaged = frame[:40] + b"~" + frame[41:]
            publisher.publish(UP, *([damaged] * (self.rng.random() < 0.05)), *copies)
            if self.rng.random() < 0.7:
                self.heard_of(frame)

    def heard_of(self, frame: bytes) -> None:
        """Its publisher knows that the broker has it; the logger repeats the rest."""
        self.waiting = {key: each for key, each in self.waiting.items() if each != frame}


@needs_broker
@pytest.mark.any_database  # the journal is the same beside either
@pytest.mark.requirement("A1.18", "B1.1")
def test_a_day_over_mqtt_with_loss_repeats_and_disorder_equals_the_truth(
    broker: BrokerSettings, publisher: Publisher, store: Store, register: RegisterDevice
) -> None:
    loggers = []
    for mn, edition in EDITIONS.items():
        point = register(mn, edition=edition).points.get()
        loggers.append(BrokerLogger(mn, edition, point.pk, random.Random(f"mqtt {mn}")))
        loggers[-1].measure()
    mover, round_ = Mover(store.layout.root), 0
    while any(logger.waiting for logger in loggers):
        round_ += 1
        with RunningReceiver(store, broker, now=lambda: MORNING) as running:
            for logger in loggers:
                logger.publish(publisher)
            assert running.gateway.tally.is_balanced()
        mover.move_once(MORNING)
    for logger in loggers:  # while nobody receives: the broker keeps it
        publisher.publish(UP, *logger.everything)
    count = sum(len(logger.everything) for logger in loggers)
    with RunningReceiver(store, broker, now=lambda: MORNING) as running:
        until(lambda: running.gateway.tally.total["frames"] >= count, within_s=30)
    truth = sorted(datum for logger in loggers for datum in logger.truth)
    mover.move_once(MORNING)
    assert sorted(told(store)) == truth and round_ > 1
    mover.close()


@dataclass
class BrokerProcess(Process):
    """`bihuan mqtt` in a process of its own."""

    broker: BrokerSettings | None = None

    def start(self) -> None:
        assert self.broker is not None
        name = self.broker.client.removeprefix("bihuan-")
        command = [sys.executable, "-m", "django", "mqtt", "--name", name, "--leave-new-devices"]
        environment = {
            "BIHUAN_MQTT_URL": f"mqtt://{self.broker.host}:{self.broker.port}",
            "BIHUAN_MQTT_PREFIX": self.broker.prefix,
            "BIHUAN_LOG": "INFO",
        }
        joined = self.log().count("broker joined") if (self.root / "log").exists() else 0
        self.running = subprocess.Popen(
            [*command, *self.arguments],
            env={**os.environ, **self.environment(), **environment},
            stderr=(self.root / "log").open("ab"),
        )
        until(lambda: self.log().count("broker joined") > joined, within_s=60)


@needs_broker
@pytest.mark.any_database  # the journal is the same beside either
@pytest.mark.requirement("A1.18")
def test_kill_9_between_receipt_and_acknowledgement_loses_and_doubles_nothing(
    tmp_path: Path, broker: BrokerSettings, publisher: Publisher, register: RegisterDevice
) -> None:
    register()
    named = replace(broker, client=f"bihuan-{broker.client}")
    process = BrokerProcess(tmp_path, 0, ("--commit-interval", "3600"), broker=named)
    talker = Talker()
    process.start()
    publisher.publish(UP, *[talker.frame() for _ in range(10)])  # received, never committed
    process.end(signal.SIGKILL)
    process.arguments = ()
    for _ in range(2):
        process.start()
        for _ in range(20):
            publisher.publish(UP, *[talker.frame() for _ in range(10)])
        process.end(signal.SIGKILL)
    publisher.publish(UP, *[talker.frame() for _ in range(10)])  # while nobody receives
    process.start()
    every = [(number, 1) for number in range(talker.next_number)]
    until(lambda: len(stored(tmp_path)) >= len(every), within_s=30)
    assert process.end(signal.SIGTERM) == 0
    assert sorted(stored(tmp_path)) == every
    assert "123456" not in process.log()


@pytest.fixture
def lake(tmp_path: Path) -> Iterator[Store]:
    telemetry.close_stores()
    telemetry.configure(tmp_path / "telemetry")
    yield telemetry.store()
    telemetry.close_stores()


@needs_broker
@pytest.mark.requirement("A1.18")
def test_pushed_values_are_on_disk_and_their_sender_is_told(
    broker: BrokerSettings,
    publisher: Publisher,
    store: Store,
    lake: Store,
    make_point: Callable[[str], MonitoringPoint],
) -> None:
    point = make_point("JZ01")
    PointFactor.objects.create(point=point, factor="a34004", name_zh="细颗粒物", unit="µg/m³")
    source, _ = create_push_source("乡镇站平台", points=[point], by=None, now=LONG_AGO)

    def body(**changes: Any) -> bytes:
        row = {"point": point.pk, "factor": "a34004", "kind": "hour", "value": 35.5, "flag": "N"}
        row |= {"time": "2026-11-21T08:00:00+08:00", **changes}
        return json.dumps({"values": [row]}).encode()

    topic = f"values/{source.pk}"
    with RunningReceiver(store, broker):
        publisher.publish(topic, body())
        assert publisher.hear() == (f"results/{source.pk}", b'{"accepted": 1}')
        publisher.publish(topic, body())
        publisher.hear()
        publisher.publish(topic, body(factor="a99999"))
        assert "未登记因子" in json.loads(publisher.hear()[1])["faults"][0]["message"]
        publisher.publish("values/999", body())
        assert "推送来源" in json.loads(publisher.hear()[1])["faults"][0]["message"]
        publisher.publish(topic, b"{")
        assert "JSON" in json.loads(publisher.hear()[1])["faults"][0]["message"]
    rows = lake.series(SeriesQuery(None, None, Kind.HOUR, *EVER)).to_pylist()
    assert [(row["value"], row["version"]) for row in rows] == [(35.5, 1)]
    counted = dict(GatewayCounter.objects.filter(gateway="push").values_list("key", "value"))
    assert counted == {"requests": 5, "values": 2, "refused": 3}
