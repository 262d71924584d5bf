"""`bihuan demo` and `bihuan serve`: prepare, say where to look, run every part."""

import socket
from collections.abc import Callable, Mapping, Sequence
from typing import Final

from django.conf import settings
from django.db import connections

from bihuan.main.heartbeat import beating
from bihuan.main.ports import Wanted, require_free
from bihuan.main.processes import Part, Supervisor
from bihuan.main.set_up import collect_static, migrate
from bihuan.main.stopping import stop_event
from bihuan.main.terminal import Steps, Terminal

PARTS: Final = (
    Part("web", ("web",)),
    Part("gateway", ("gateway",)),
    Part("mover", ("mover",), after_s=2.0),
    Part("worker", ("worker",), after_s=3.0),
    Part("scheduler", ("scheduler",), after_s=4.0),
)
MQTT: Final = Part("mqtt", ("mqtt",), after_s=2.0)
COMMON_STEPS: Final = 2


def parts() -> tuple[Part, ...]:
    """Every part that this platform is set up to run."""
    return (*PARTS, MQTT) if settings.MQTT_URL else PARTS


def require_ports() -> None:
    """Stop before anything is made if a port is taken.

    Raises:
        PortTaken: with the variable that changes it.
    """
    for wanted in (
        Wanted("网页", str(settings.WEB_ADDRESS), settings.WEB_PORT, "BIHUAN_WEB_PORT"),
        Wanted(
            "通信网关", str(settings.GATEWAY_ADDRESS), settings.GATEWAY_PORT, "BIHUAN_GATEWAY_PORT"
        ),
    ):
        require_free(wanted)


def prepare_common(steps: Steps) -> None:
    """What demo and production need alike."""
    migrate(steps)
    collect_static(steps)


def run_parts(
    parts: Sequence[Part],
    terminal: Terminal,
    *,
    announce: Callable[[], None],
    environment: Mapping[str, str] | None = None,
) -> None:
    """Supervise the parts until SIGINT or SIGTERM; `announce` speaks once the pages answer."""
    stop = stop_event()
    connections.close_all()
    supervisor = Supervisor(parts, say=terminal.say, environment=environment)
    supervisor.look()
    with beating("supervisor", lambda: {"parts": supervisor.report()}):
        _wait_for_pages(supervisor, stop.wait)
        if not stop.is_set():
            announce()
        supervisor.run(stop)
    terminal.tell("已全部停止")


def page_address() -> str:
    """Where a browser finds the pages."""
    host = "127.0.0.1" if settings.WEB_ADDRESS in {"0.0.0.0", "::"} else settings.WEB_ADDRESS
    return f"http://{host}:{settings.WEB_PORT}/"


def _wait_for_pages(supervisor: Supervisor, wait: Callable[[float], bool]) -> None:
    """Until the web process listens, half a minute at most, or until told to stop."""
    for _ in range(150):
        supervisor.look()
        with socket.socket() as probe:
            probe.settimeout(0.5)
            if probe.connect_ex((settings.WEB_ADDRESS, settings.WEB_PORT)) == 0:
                return
        if wait(0.2):
            return
