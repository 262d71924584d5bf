"""Where the broker is, who we are there, and which topics are ours."""

from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import unquote, urlsplit

PORTS = {"mqtt": 1883, "mqtts": 8883}


class WrongAddress(ValueError):
    """An address of a broker that cannot be used."""


@dataclass(frozen=True, slots=True)
class BrokerSettings:
    """A broker and what is asked of it (消息服务器设置).

    Args:
        host: its name or address.
        port: TCP port.
        tls: speak TLS and check its certificate.
        user: '' connects without a name.
        password: never printed.
        authority: certificates that are trusted instead of the system's.
        client: our name there; the broker keeps what waits for us under it.
        prefix: first level of every topic.
        window: messages that we hold unacknowledged at most.
    """

    host: str
    port: int
    tls: bool = False
    user: str = ""
    password: str = field(default="", repr=False)
    authority: Path | None = None
    client: str = "bihuan-mqtt-1"
    prefix: str = "bihuan"
    window: int = 2_000

    @property
    def frames(self) -> str:
        """Topics of HJ 212 frames, without the wildcard behind them."""
        return f"{self.prefix}/hj212/up/"

    @property
    def orders(self) -> str:
        """Topics of our answers and commands; the rest is that of the frame's topic."""
        return f"{self.prefix}/hj212/down/"

    @property
    def values(self) -> str:
        """Topics of pushed values; the number of the push source follows."""
        return f"{self.prefix}/values/"

    @property
    def results(self) -> str:
        """Topics of what became of pushed values; the number of the push source follows."""
        return f"{self.prefix}/results/"


def broker_at(url: str, password: str = "", **changes: object) -> BrokerSettings:
    """The settings of a broker's address (消息服务器地址), `mqtt[s]://[user@]host[:port]`.

    Raises:
        WrongAddress: another scheme, or no host.

    >>> broker = broker_at("mqtts://bihuan@broker.example")
    >>> broker.host, broker.port, broker.tls, broker.user
    ('broker.example', 8883, True, 'bihuan')
    """
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise WrongAddress(f"{url!r} is no address: {error}") from error
    if parts.scheme not in PORTS or not parts.hostname:
        raise WrongAddress(f"{parts.scheme}://{parts.hostname or ''}: want mqtt://host:1883")
    return BrokerSettings(
        parts.hostname,
        port or PORTS[parts.scheme],
        tls=parts.scheme == "mqtts",
        user=unquote(parts.username or ""),
        password=password or unquote(parts.password or ""),
        **changes,  # type: ignore[arg-type]
    )
