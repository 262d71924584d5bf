"""Which connections are open, and which of them speaks for a device."""

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bihuan.gateway.connection import DeviceConnection


class Sessions:
    """Open connections and the devices they carry (会话).

    A connection may carry many MNs, and one MN may have several connections after a half-open
    drop: all of them are read, the one that spoke for it first most lately gets the commands.
    """

    def __init__(self) -> None:
        """No connection yet."""
        self._open: set[DeviceConnection] = set()
        self._of_device: dict[str, list[DeviceConnection]] = {}

    def __len__(self) -> int:
        return len(self._open)

    def __iter__(self) -> Iterator["DeviceConnection"]:
        return iter(tuple(self._open))

    def open(self, connection: "DeviceConnection") -> None:
        """A connection was made."""
        self._open.add(connection)

    def bind(self, device: str, connection: "DeviceConnection") -> bool:
        """An open connection speaks for a device; whether it does so for the first time."""
        held = self._of_device.get(device)
        if connection not in self._open or (held is not None and connection in held):
            return False
        self._of_device.setdefault(device, []).append(connection)
        return True

    def close(self, connection: "DeviceConnection") -> list[str]:
        """A connection is gone; the devices that have none left."""
        self._open.discard(connection)
        return [device for device in connection.devices if self._unbind(device, connection)]

    def newest(self, device: str) -> "DeviceConnection | None":
        """The connection that commands to a device go through."""
        held = self._of_device.get(device)
        return held[-1] if held else None

    @property
    def devices(self) -> Mapping[str, object]:
        """Every device that has a connection."""
        return self._of_device

    def _unbind(self, device: str, connection: "DeviceConnection") -> bool:
        held = self._of_device.get(device, [])
        if connection not in held:
            return False
        held.remove(connection)
        if held:
            return False
        del self._of_device[device]
        return True
