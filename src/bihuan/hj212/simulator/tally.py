"""What a fleet of simulated loggers has sent and got, counted."""

from collections import Counter
from datetime import timedelta
from math import ceil, floor, log2

from bihuan.hj212.answer import ANSWER_CODES
from bihuan.hj212.conversation.action import Send

STEPS_PER_DOUBLING = 8
FLOOR_MS = 0.01


class LatencyHistogram:
    """How long acknowledgements took (应答时延分布), in logarithmic steps of 9 %.

    >>> histogram = LatencyHistogram()
    >>> for milliseconds in range(1, 101):
    ...     histogram.add(timedelta(milliseconds=milliseconds))
    >>> 50 <= histogram.percentile(50) <= 55
    True
    """

    __slots__ = ("_counts", "total")

    def __init__(self) -> None:
        self._counts: Counter[int] = Counter()
        self.total = 0

    def add(self, waited: timedelta) -> None:
        """Count one acknowledgement (计入一次应答)."""
        milliseconds = max(waited.total_seconds() * 1000, FLOOR_MS)
        self._counts[floor(log2(milliseconds) * STEPS_PER_DOUBLING)] += 1
        self.total += 1

    def percentile(self, percent: float) -> float | None:
        """The time within which so many came (百分位时延), upper end of its step. [ms]

        >>> LatencyHistogram().percentile(99) is None
        True
        """
        wanted, seen = ceil(self.total * percent / 100), 0
        for step in sorted(self._counts):
            seen += self._counts[step]
            if seen >= wanted:
                return float(2 ** ((step + 1) / STEPS_PER_DOUBLING))
        return None

    def buckets(self) -> list[tuple[float, int]]:
        """Upper end of each step and its count (分布), rising. [ms]

        >>> histogram = LatencyHistogram()
        >>> histogram.add(timedelta(milliseconds=1))
        >>> [(round(end, 2), count) for end, count in histogram.buckets()]
        [(1.09, 1)]
        """
        return [
            (2 ** ((step + 1) / STEPS_PER_DOUBLING), self._counts[step])
            for step in sorted(self._counts)
        ]


class Tally:
    """Counts of one logger, or of many that share it (统计).

    Args:
        sent: uploads, notices and replies, with their repeats.
        repeats: how many of them were repeats.
        acknowledged: uploads and notices that the host answered.
        answers: 9011, 9012 and 9013 of ours.
        requests: what the host asked and we began to do.
        strays: answers that nothing waited for.
        rejected: bytes of the host that were no readable packet.
        connects: connections that came up.
        link_downs: connections given up after the last repeat.
        bytes_sent: of everything sent. [bytes]
        latency: from the first sending of an upload to its answer.
    """

    __slots__ = (
        "acknowledged",
        "answers",
        "bytes_sent",
        "connects",
        "latency",
        "link_downs",
        "rejected",
        "repeats",
        "requests",
        "sent",
        "strays",
    )

    def __init__(self) -> None:
        self.sent = self.repeats = self.acknowledged = self.answers = 0
        self.requests = self.strays = self.rejected = 0
        self.connects = self.link_downs = self.bytes_sent = 0
        self.latency = LatencyHistogram()

    def count(self, send: Send) -> None:
        """Count a packet that goes out (计入一次发送).

        >>> tally = Tally()
        >>> tally.count(Send(b"abc", "20260101000000000", "2011", attempt=2))
        >>> tally.sent, tally.repeats, tally.answers, tally.bytes_sent
        (1, 1, 0, 3)
        """
        self.bytes_sent += len(send.frame)
        if send.command_code in ANSWER_CODES:
            self.answers += 1
            return
        self.sent += 1
        self.repeats += send.attempt > 1
