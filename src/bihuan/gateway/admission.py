"""Whether a readable frame may come in: who sends it, from where, with which password."""

from dataclasses import dataclass

from bihuan.gateway.connection import DeviceConnection, Standing
from bihuan.gateway.device_book import DeviceBook, may_come_from, tolerates
from bihuan.gateway.outcome import Refusal
from bihuan.hj212.answer import ANSWER_CODES
from bihuan.hj212.command import systems
from bihuan.hj212.frame import Frame, RejectReason
from bihuan.hj212.quirk import Quirk
from bihuan.hj212.segment import Packet
from bihuan.registry.device_password import is_password
from bihuan.registry.queries import DeviceEntry


@dataclass(frozen=True, slots=True)
class Admission:
    """What was decided about a frame (准入结果): exactly one of the two is set."""

    entry: DeviceEntry | None = None
    refusal: str = ""


def admit(book: DeviceBook, packet: Packet, frame: Frame, line: DeviceConnection) -> Admission:
    """Judge a frame by its device's registration (准入判定).

    Address and password are judged once for a connection and a device, and again when
    either changes; check code, length and system code of each frame.

    Args:
        book: the devices.
        packet: the header of the frame.
        frame: as cut with the widest tolerance.
        line: where it came through; a passed device is remembered there.
    """
    device = packet.device_id or _answering_device(packet, line)
    if not device:
        return Admission(refusal=Refusal.NO_DEVICE_ID)
    entry = book.entries.get(device)
    if entry is None:
        return Admission(refusal=Refusal.UNKNOWN_DEVICE)
    if not tolerates(entry.tolerance, frame):
        return Admission(refusal=_frame_fault(frame))
    if not _knows_system(entry, packet.system_code):
        return Admission(refusal=Refusal.UNKNOWN_SYSTEM)
    refusal = _identity_fault(entry, packet, line)
    return Admission(refusal=refusal) if refusal else Admission(entry)


def _answering_device(packet: Packet, line: DeviceConnection) -> str:
    """Answers of 2005 may lack the MN: a connection of one device knows whose they are."""
    if packet.command_code not in ANSWER_CODES or len(line.devices) != 1:
        return ""
    return next(iter(line.devices))


def _frame_fault(frame: Frame) -> str:
    if Quirk.WRONG_LENGTH in frame.quirks:
        return RejectReason.BAD_LENGTH
    return RejectReason.BAD_CHECK_CODE


def _knows_system(entry: DeviceEntry, system_code: str) -> bool:
    return (
        system_code == entry.system_code
        or system_code in systems()
        or any(system_code == spell.system_code for spell in entry.assignments)
    )


def _identity_fault(entry: DeviceEntry, packet: Packet, line: DeviceConnection) -> str:
    standing = line.devices.get(entry.mn)
    if standing is not None and standing.entry is entry and standing.password == packet.password:
        return ""
    if not entry.is_active:
        return Refusal.INACTIVE_DEVICE
    if not may_come_from(entry, line.address):
        return Refusal.FOREIGN_ADDRESS
    if standing is not None and packet.command_code in ANSWER_CODES:
        return ""  # 2005 leaves PW out; after a 1072 the answer may carry the new one
    if entry.password_hash and not is_password(
        entry.mn, packet.password or "", entry.password_hash
    ):
        return Refusal.WRONG_PASSWORD
    line.devices[entry.mn] = Standing(entry, packet.password, packet.system_code)
    return ""
