"""The way in over MQTT where the broker asks for TLS and a name."""

import asyncio
import ssl
import threading
from collections.abc import Iterator
from dataclasses import replace
from queue import Empty, Queue

import paho.mqtt.client as paho
import pytest
from paho.mqtt.enums import CallbackAPIVersion, MQTTProtocolVersion

from bihuan.gateway.mqtt.broker import Broker, Delivery
from bihuan.gateway.mqtt.settings import BrokerSettings, broker_at
from bihuan.telemetry import Store
from tests.gateway.conftest import MN, RegisterDevice
from tests.gateway.mqtt_running import RunningReceiver
from tests.gateway.own_broker import HOST, PASSWORD, USER, broker_with_tls, needs_mosquitto
from tests.gateway.running import upload

pytestmark = [needs_mosquitto, pytest.mark.requirement("A1.18")]


@pytest.fixture(scope="module")
def secured(tmp_path_factory: pytest.TempPathFactory) -> Iterator[BrokerSettings]:
    with broker_with_tls(tmp_path_factory.mktemp("broker")) as own:
        address = f"mqtts://{USER}@{HOST}:{own.port}"
        yield broker_at(address, PASSWORD, authority=own.authority, prefix="tls", client="tls")


@pytest.mark.django_db(transaction=True)
def test_a_frame_comes_in_over_tls_with_a_name(
    secured: BrokerSettings, store: Store, register: RegisterDevice
) -> None:
    register()
    answers: Queue[bytes] = Queue()
    device = paho.Client(CallbackAPIVersion.VERSION2, protocol=MQTTProtocolVersion.MQTTv5)
    device.username_pw_set(USER, PASSWORD)
    device.tls_set_context(ssl.create_default_context(cafile=str(secured.authority)))
    subscribed = threading.Event()
    device.on_subscribe = lambda *_: subscribed.set()
    device.on_message = lambda client, data, message: answers.put(bytes(message.payload))
    device.connect(HOST, secured.port)
    device.loop_start()
    device.subscribe("tls/hj212/down/#", 1)
    assert subscribed.wait(10)
    with RunningReceiver(store, secured) as running:
        frame = upload(MN, "DataTime=20261121080000;w01018-Rtd=7")
        device.publish("tls/hj212/up/site-1", frame, qos=1).wait_for_publish(10)
        assert b"CN=9014" in answers.get(timeout=20)
        assert running.gateway.tally.is_balanced()
    device.disconnect()
    device.loop_stop()


class _Owner:
    """Notes whether the broker let us in."""

    def __init__(self) -> None:
        self.news: Queue[str] = Queue()

    def met(self) -> None:
        self.news.put("met")

    def lost(self) -> None:
        self.news.put("lost")

    def delivered(self, delivery: Delivery) -> None:
        self.news.put("delivered")


@pytest.mark.parametrize("change", [{"password": "wrong"}, {"user": ""}, {"authority": None}])
def test_without_the_word_or_the_authority_there_is_no_way_in(
    secured: BrokerSettings, change: dict[str, object]
) -> None:
    loop, owner = asyncio.new_event_loop(), _Owner()
    thread = threading.Thread(target=loop.run_forever)
    thread.start()
    broker = Broker(replace(secured, client="nobody", **change), owner, loop)  # type: ignore[arg-type]
    broker.start()
    try:
        heard = owner.news.get(timeout=2)
    except Empty:
        heard = ""
    broker.leave()
    loop.call_soon_threadsafe(loop.stop)
    thread.join()
    loop.close()
    assert heard != "met"
