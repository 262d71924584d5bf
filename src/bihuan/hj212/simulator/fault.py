"""Faults to order: what a simulated logger shall do wrong, and how often."""

from dataclasses import dataclass, fields

from bihuan.hj212.error import ProtocolError


class UnknownFault(ProtocolError):
    """A fault that cannot be ordered, or not to this degree (无此故障)."""


@dataclass(frozen=True, slots=True)
class Faults:
    """What goes wrong (故障设定); nothing by default. Chances are of each packet, 0 to 1.

    Args:
        lost_answer: an answer is not heard, so the packet is repeated.
        duplicate: a frame goes out twice.
        disorder: a frame waits, so that later ones overtake it.
        disorder_s: how long it waits at most. [s]
        wrong_code: the check code is wrong this once.
        sticky: a frame waits for the next and goes out in one write with it.
        sticky_s: how long it waits at most. [s]
        torn: a frame goes out in two writes.
        torn_s: time between them. [s]
        bytes_per_s: a slow line; 0 for a fast one. [bytes/s]
        outage_every_s: mean time between outages of the line, 0 for none. [s]
        outage_s: how long an outage lasts; afterwards the missing periods are replayed. [s]
        clock_offset_s: how far ahead the clock is at first. [s]
        clock_drift_s: how much the clock gains. [s/d]
        gbk_text: log texts in GBK instead of UTF-8.
    """

    lost_answer: float = 0.0
    duplicate: float = 0.0
    disorder: float = 0.0
    disorder_s: float = 3.0
    wrong_code: float = 0.0
    sticky: float = 0.0
    sticky_s: float = 0.5
    torn: float = 0.0
    torn_s: float = 0.05
    bytes_per_s: float = 0.0
    outage_every_s: float = 0.0
    outage_s: float = 60.0
    clock_offset_s: float = 0.0
    clock_drift_s: float = 0.0
    gbk_text: bool = False

    def __post_init__(self) -> None:
        for name in CHANCES:
            if not 0 <= (chance := getattr(self, name)) <= 1:
                raise UnknownFault(f"{name}={chance} is not a chance between 0 and 1")

    @property
    def touches_the_wire(self) -> bool:
        """Whether bytes ever leave otherwise than at once and as they are (影响发送).

        >>> Faults(clock_drift_s=5).touches_the_wire, Faults(torn=0.1).touches_the_wire
        (False, True)
        """
        chances = (self.duplicate, self.disorder, self.wrong_code, self.sticky, self.torn)
        return any(chances) or self.bytes_per_s > 0

    @classmethod
    def read(cls, text: str) -> "Faults":
        """Faults from an order on the command line (读取故障设定).

        Args:
            text: `name=value` with commas between; empty or `none` for none.

        Raises:
            UnknownFault: a name or a value that cannot be ordered.

        >>> Faults.read("lost_answer=0.1,gbk_text=1")
        Faults(lost_answer=0.1, duplicate=0.0, disorder=0.0, disorder_s=3.0, wrong_code=0.0, \
sticky=0.0, sticky_s=0.5, torn=0.0, torn_s=0.05, bytes_per_s=0.0, outage_every_s=0.0, \
outage_s=60.0, clock_offset_s=0.0, clock_drift_s=0.0, gbk_text=True)
        >>> Faults.read("lost=0.1")
        Traceback (most recent call last):
        bihuan.hj212.simulator.fault.UnknownFault: no fault is called 'lost'
        """
        if text in ("", "none"):
            return NO_FAULTS
        ordered = dict(_one(item) for item in text.split(","))
        return cls(**ordered)  # type: ignore[arg-type]


def _one(item: str) -> tuple[str, float | bool]:
    name, _, value = item.strip().partition("=")
    if name not in NAMES:
        raise UnknownFault(f"no fault is called {name!r}")
    try:
        number = float(value)
    except ValueError:
        raise UnknownFault(f"{name} needs a number, not {value!r}") from None
    return name, bool(number) if name == "gbk_text" else number


NAMES = frozenset(field.name for field in fields(Faults))
CHANCES = ("lost_answer", "duplicate", "disorder", "wrong_code", "sticky", "torn")
NO_FAULTS = Faults()
