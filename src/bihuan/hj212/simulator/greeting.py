"""What a logger says when it has been switched on."""

from datetime import datetime, timedelta
from zlib import crc32

from bihuan.hj212.conversation.equipment import Message
from bihuan.hj212.edition import Edition
from bihuan.hj212.simulator.settings import LoggerSettings
from bihuan.hj212.wire_time import wire_text

START_UP = timedelta(seconds=20)


def first_words(settings: LoggerSettings, reading: datetime) -> list[Message]:
    """Uploads and notices of a first connection (开机上报).

    2025 names its hardware (1001, second hand), 2017 and 2025 tell when they were
    switched on (2081) and may ask for the time (1013); 2005 knows none of these.

    Args:
        settings: of the logger.
        reading: what its clock shows.

    Source: HJ 212-2017 6.6.4 (2081) and table 9 (1013).
    """
    edition = settings.identity.edition
    if edition is Edition.HJT212_2005:
        return []
    words = [_hardware(settings)] if edition is Edition.HJ212_2025 else []
    started = f"DataTime={wire_text(reading)}".encode()
    restart = f"RestartTime={wire_text(reading - START_UP)}".encode()
    words.append(Message("2081", started, (restart,)))
    return [*words, Message("1013")] if settings.asks_for_clock else words


def _hardware(settings: LoggerSettings) -> Message:
    """Serial numbers that stay the same, made of the MN."""
    name = settings.identity.device_id
    serials = {f"i2300{n}": f"{crc32(f'{n}{name}'.encode()):08X}" for n in (6, 7, 8)}
    groups = {"i23005": name, **serials}
    return Message(
        "1001", groups=tuple(f"{code}-Info={text}".encode() for code, text in groups.items())
    )
