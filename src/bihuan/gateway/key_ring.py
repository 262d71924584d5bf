"""The keys of devices in the gateway's memory: encrypted frames are made plain with them."""

from collections.abc import Callable, Mapping
from types import MappingProxyType

from bihuan.hj212.encryption import decrypt_parameters, with_parameters
from bihuan.hj212.error import MalformedSegment
from bihuan.hj212.segment import read_header

DeviceKeys = Mapping[str, tuple[bytes, ...]]
"""Keys by MN, newest first."""

NO_KEYS: DeviceKeys = MappingProxyType({})
OLD_KEYS = 2


class KeyRing:
    """Makes encrypted data segments plain (解密), as a `Reader` asks.

    A wrong key shows at once: what it gives is no text with a DataTime. So the newest keys are
    tried in turn, and nobody has to know when a device began to use which.

    Source: HJ 212-2025 [second hand].
    """

    def __init__(self, keys: Callable[[], DeviceKeys]) -> None:
        """Ask `keys` for the present state each time."""
        self._keys = keys

    def __call__(self, segment: bytes) -> bytes | None:
        """The plain segment, None without a key that fits."""
        keys = self._keys()
        if not keys:
            return None
        try:
            packet = read_header(segment)
        except MalformedSegment:
            return None
        for key in keys.get(packet.device_id, ())[: 1 + OLD_KEYS]:
            plain = decrypt_parameters(packet.parameters, key)
            if plain is not None:
                return with_parameters(segment, packet, plain)
        return None
