"""Cutting a byte stream into frames (拆包)."""

import re

from bihuan.hj212.check_code import PRINTED, CheckVariant, check_code, printed_code
from bihuan.hj212.frame.acceptance import accepted
from bihuan.hj212.frame.event import (
    STRICT,
    Decipher,
    Event,
    Frame,
    FrameLimits,
    Rejected,
    RejectReason,
    Tolerance,
)
from bihuan.hj212.quirk import Quirk, quirks_in

MARK = b"##"
LINE_END = b"\r\n"
_HEAD = 6
_CODE = 4
_STANDARD_SEGMENT = 1024
_CLOSE = _CODE + len(LINE_END)
_AROUND = _HEAD + _CLOSE
# What a frame of each length begins with; one without a segment with nothing that fits.
_HEADS = [b""] * (_AROUND + 1)
_HEADS += [b"##%04d" % length for length in range(1, _STANDARD_SEGMENT + 1)]
_STANDARD = CheckVariant.STANDARD
_new = tuple.__new__
_BLANK = (b"\r", b"\n")
_LINE_CLOSE = re.compile(rb"\r|\n|##")
_LINE = re.compile(
    rb"##(?P<length>\d{0,6})(?P<segment>[A-Za-z].*&&)(?P<code>[0-9A-Fa-f]{4})", re.DOTALL
)


class Reader:
    """Cuts a device's byte stream into frames (拆包); one Reader per connection.

    The tolerance may be replaced as soon as the device is known. Every byte received is in
    one event, or was a CR or LF between frames, or is still pending.

    Args:
        tolerance: what the device may do wrong.
        limits: bounds of what is held.
        decipher: makes an encrypted data segment plain, or gives None; the check code of such
            a frame is that of the plain segment.
    """

    def __init__(
        self,
        tolerance: Tolerance = STRICT,
        limits: FrameLimits | None = None,
        decipher: Decipher | None = None,
    ) -> None:
        self.limits = limits or FrameLimits()
        self.tolerance = tolerance
        self._decipher = decipher
        self._buffer = b""
        self._at = 0
        self._line_end: bytes | None = None

    @property
    def tolerance(self) -> Tolerance:
        """What the device may do wrong (容差)."""
        return self._tolerance

    @tolerance.setter
    def tolerance(self, tolerance: Tolerance) -> None:
        self._tolerance = tolerance
        longest = min(self.limits.segment, _STANDARD_SEGMENT)
        self._whole = 0 if tolerance.wrong_length else _AROUND + longest + 1

    @property
    def pending(self) -> int:
        """Bytes held of a frame that is not complete.

        >>> reader = Reader()
        >>> reader.feed(b"##0021ST=91"), reader.pending
        ([], 11)
        """
        return len(self._buffer)

    def feed(self, data: bytes) -> list[Event]:
        """Take what a socket read and give every event that it completes.

        >>> wire = b"##0021ST=91;CN=9014;CP=&&&&4980\\r\\n"
        >>> reader = Reader()
        >>> reader.feed(wire[:9])
        []
        >>> [event.segment for event in reader.feed(wire[9:])]
        [b'ST=91;CN=9014;CP=&&&&']
        """
        if not self._buffer:
            if (frame := self._whole_frame(data)) is not None:
                return [frame]
            self._buffer = bytes(data)
        else:
            self._buffer += data
        events: list[Event] = []
        while self._at < len(self._buffer) and (event := self._next()) is not None:
            events.append(event)
        self._buffer = self._buffer[self._at :]
        self._at = 0
        return events

    def _whole_frame(self, data: bytes) -> Frame | None:
        """The frame that a read consists of, which is what most devices send; else None.

        Only what nothing can be said about: the length, line end and code are the standard's.
        """
        length = len(data)
        if length >= self._whole or data[:_HEAD] != _HEADS[length]:
            return None
        last_end = self._line_end
        if last_end is not None and last_end is not LINE_END:
            return None
        segment = data[_HEAD:-_CLOSE]
        code = PRINTED[check_code(segment)]
        if data[-_CLOSE:] != code + LINE_END or not (self._decipher is None or segment.isascii()):
            return None
        self._line_end = LINE_END
        return _new(Frame, (data[:-2], segment, code, _STANDARD, ()))

    def give_up(self) -> list[Event]:
        """The caller's timer says that the half frame will not complete: resynchronise.

        Returns:
            The half frame as `Rejected`, and whatever became readable behind it. What still
            waits after that began later and deserves a timer of its own.

        >>> reader = Reader()
        >>> _ = reader.feed(b"##0999ST=91" + b"##0021ST=91;CN=9014;CP=&&&&4980")
        >>> [type(event).__name__ for event in reader.give_up()]
        ['Rejected', 'Frame']
        """
        if not self._buffer:
            return []
        return [self._last_line() or self._half_frame(), *self.feed(b"")]

    def close(self) -> list[Event]:
        """The connection ended: everything that is left becomes an event."""
        events: list[Event] = []
        while self._buffer:
            events += self.give_up()
        return events

    def _next(self) -> Event | None:
        buffer, start = self._buffer, self._at
        if buffer.startswith(_BLANK, start):
            start = self._after_line_end()
        if start == len(buffer):
            return None
        if not buffer.startswith(MARK, start):
            return self._skip(RejectReason.NOISE)
        digits = buffer[start + 2 : start + _HEAD]
        if len(digits) < 4:
            return None
        length = int(digits) if digits.isdigit() else 0
        if self._tolerance.wrong_length:
            return self._next_by_line(length)
        if not length:
            return self._skip(RejectReason.BAD_LENGTH)
        if length > self.limits.segment:
            return self._skip(RejectReason.TOO_LONG)
        end = start + _HEAD + length + _CODE
        if len(buffer) < end:
            return None
        return self._frame(start + _HEAD, end) or self._wrong_code(end)

    def _next_by_line(self, length: int) -> Event | None:
        """As `_next`, for a device whose length may be wrong: its line end frames as well.

        Of the end by length and the end of the line the one that arrives first is tried
        first, so that the split into reads does not matter.
        """
        start = self._at
        bound = start + _HEAD + self.limits.segment + _CODE
        line = _LINE_CLOSE.search(self._buffer, start + len(MARK), bound)
        closed = line is not None or len(self._buffer) >= bound
        if not 0 < length <= self.limits.segment:
            frame = self._line_frame(line.start()) if line else None
            return frame or (self._skip(RejectReason.BAD_LENGTH) if closed else None)
        end = start + _HEAD + length + _CODE
        if line and line.end() < end and (frame := self._line_frame(line.start())):
            return frame
        if len(self._buffer) < end:
            return None
        if frame := self._frame(start + _HEAD, end):
            return frame
        if line and line.end() >= end and (frame := self._line_frame(line.start())):
            return frame
        return self._wrong_code(end) if closed else None

    def _line_frame(self, end: int) -> Frame | None:
        """The frame between the mark and the line's end, whatever its length field says."""
        line = _LINE.fullmatch(self._buffer, self._at, end)
        if line is None:
            return None
        declared = line["length"]
        right = len(declared) == 4 and int(declared) == len(line["segment"])
        return self._frame(line.start("segment"), end, 0 if right else Quirk.WRONG_LENGTH.bit)

    def _after_line_end(self) -> int:
        """Step over CR and LF between frames; remember how the last frame was ended."""
        buffer, at = self._buffer, self._at
        while buffer.startswith(_BLANK, at):
            if self._line_end is not None and self._line_end != LINE_END:
                self._line_end += buffer[at : at + 1]
            at += 1
        self._at = at
        return at

    def _frame(self, start: int, end: int, quirks: int = 0) -> Frame | None:
        """The frame whose segment and code are buffer[start:end], if its code is accepted."""
        segment = self._buffer[start : end - _CODE]
        given = self._buffer[end - _CODE : end]
        variant = CheckVariant.STANDARD
        is_cipher = self._decipher is not None and not segment.isascii()
        if is_cipher or given != printed_code(segment):
            acceptance = accepted(segment, given, self.tolerance, self._decipher)
            if acceptance is None:
                return None
            segment, variant, remarks = acceptance
            quirks |= remarks
        if end - start - _CODE > _STANDARD_SEGMENT:
            quirks |= Quirk.OVERLONG.bit
        if self._line_end != LINE_END and self._line_end is not None:
            quirks |= (Quirk.BARE_LINE_END if self._line_end else Quirk.NO_LINE_END).bit
        raw = self._buffer[self._at : end]
        ended = self._buffer.startswith(LINE_END, end)
        self._at = end + 2 if ended else end
        self._line_end = LINE_END if ended else b""
        named = quirks_in(quirks) if quirks else ()
        return _new(Frame, (raw, segment, given, variant, named))

    def _skip(self, reason: RejectReason) -> Rejected | None:
        """Bytes up to the next mark, the end of the line or the limit, whichever is first."""
        start, limit = self._at, self._at + self.limits.noise
        mark = self._buffer.find(MARK, start + (reason is not RejectReason.NOISE), limit + 1)
        line = self._buffer.find(b"\n", start, limit)
        ends = [end for end in (mark, line + 1 if line >= 0 else -1) if end >= 0]
        if not ends and len(self._buffer) <= limit:
            return None
        return self._reject(min(ends, default=limit), reason)

    def _wrong_code(self, end: int) -> Rejected:
        """A later mark inside says that the length was wrong: read on from there."""
        mark = self._buffer.find(MARK, self._at + 1, end)
        if mark < 0 and self._buffer[end - 1 : end] == b"#":
            mark = end - 1
        return self._reject(mark if mark >= 0 else end, RejectReason.BAD_CHECK_CODE)

    def _last_line(self) -> Frame | None:
        """The frame that only lacks its line end, where the line end is what frames."""
        if not self.tolerance.wrong_length or _LINE_CLOSE.search(self._buffer, len(MARK)):
            return None
        return self._line_frame(len(self._buffer))

    def _half_frame(self) -> Rejected:
        mark = self._buffer.find(MARK, self._at + 1)
        begun = self._buffer.startswith(MARK, self._at)
        reason = RejectReason.HALF_FRAME if begun else RejectReason.NOISE
        return self._reject(mark if mark >= 0 else len(self._buffer), reason)

    def _reject(self, end: int, reason: RejectReason) -> Rejected:
        raw = self._buffer[self._at : end]
        self._at = end
        self._line_end = None
        return Rejected(raw, reason)
