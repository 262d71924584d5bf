"""How long a role waits, and how often it asks again."""

from dataclasses import dataclass
from datetime import timedelta


@dataclass(frozen=True, slots=True)
class Patience:
    """Time-out and repeats of one device (超时时间, 重发次数); set on the device by 1000.

    Args:
        over_time_s: wait for an answer before the packet goes out again. [s]
        repeats: how often it goes out again before the link counts as down.
        execution_s: wait for 9012 after 9011 said yes; then the command has
            failed and is not repeated. Every data packet of a recall starts the wait
            anew. No edition prints a default; this one is ours. [s]

    Source: HJ 212-2017 6.5 and table 9.

    >>> Patience().over_time
    datetime.timedelta(seconds=10)
    """

    over_time_s: int = 10
    repeats: int = 3
    execution_s: int = 120

    @property
    def over_time(self) -> timedelta:
        """Wait for an answer (超时时间).

        >>> Patience(over_time_s=5).over_time.seconds
        5
        """
        return timedelta(seconds=self.over_time_s)

    @property
    def execution_time(self) -> timedelta:
        """Wait for the result of an accepted request (执行超时时间).

        >>> Patience(execution_s=60).execution_time.seconds
        60
        """
        return timedelta(seconds=self.execution_s)


DEFAULT_PATIENCE = Patience()
