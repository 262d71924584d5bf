"""Counts of frames: in all and for each device; each frame is counted once, when it is settled."""

from collections import Counter
from dataclasses import dataclass, field

from bihuan.gateway.outcome import REJECTED, Outcome

FRAMES = "frames"


@dataclass(slots=True)
class Counts:
    """Counts since the last drain (计数): `frames` equals all outcomes together."""

    events: Counter[str] = field(default_factory=Counter)
    quirks: Counter[str] = field(default_factory=Counter)


class Tally:
    """Counts frames by outcome (报文计数), in sum and for each registered device.

    >>> tally = Tally()
    >>> tally.settle(Outcome.STORED, device="A")
    >>> tally.settle("rejected:noise")
    >>> tally.total["frames"], tally.is_balanced()
    (2, True)
    """

    def __init__(self) -> None:
        """Begin at zero."""
        self.total: Counter[str] = Counter()
        self._since_drain: Counter[str] = Counter()
        self._devices: dict[str, Counts] = {}

    def settle(self, outcome: str, *, device: str = "", quirks: tuple[str, ...] = ()) -> None:
        """Count one frame and what became of it.

        Args:
            outcome: `Outcome` or a refusal.
            device: a registered MN; '' counts in sum only.
            quirks: names of deviations, counted for the device.
        """
        self._since_drain[FRAMES] += 1
        self._since_drain[outcome] += 1
        self.total[FRAMES] += 1
        self.total[outcome] += 1
        if not device:
            return
        counts = self._devices.get(device)
        if counts is None:
            counts = self._devices[device] = Counts()
        counts.events[FRAMES] += 1
        counts.events[outcome] += 1
        for quirk in quirks:
            counts.quirks[quirk] += 1

    def note(self, event: str, amount: int = 1, *, device: str = "") -> None:
        """Count something that is no frame: a connection, a pause, a value."""
        self._since_drain[event] += amount
        self.total[event] += amount
        if device:
            self._devices.setdefault(device, Counts()).events[event] += amount

    def is_balanced(self) -> bool:
        """Whether frames in = stored + control + duplicate + rejected, over all reasons."""
        return self.total[FRAMES] == sum(
            amount for key, amount in self.total.items() if is_outcome(key)
        )

    def drain(self) -> dict[str, int]:
        """What was counted in sum since the last drain."""
        drained, self._since_drain = dict(self._since_drain), Counter()
        return drained

    def take(self, device: str) -> Counts:
        """What was counted for a device since this was last asked."""
        return self._devices.pop(device, None) or Counts()


def is_outcome(key: str) -> bool:
    """Whether a count is one of what became of a frame.

    >>> is_outcome("rejected:noise"), is_outcome("frames")
    (True, False)
    """
    return key in _OUTCOMES or key.startswith(REJECTED)


_OUTCOMES = frozenset(Outcome)
