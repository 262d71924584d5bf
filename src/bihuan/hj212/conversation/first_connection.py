"""What the host settles with a device that connects for the first time."""

from collections.abc import Iterator
from dataclasses import dataclass

from bihuan.hj212.conversation.center import Step
from bihuan.hj212.conversation.patience import DEFAULT_PATIENCE, Patience
from bihuan.hj212.conversation.request import (
    Request,
    clock_setting,
    facility_start,
    facility_stop,
    minute_interval_setting,
    realtime_interval_setting,
    realtime_start,
    realtime_stop,
    time_out_setting,
)
from bihuan.hj212.edition import Edition


@dataclass(frozen=True, slots=True)
class FirstConnection:
    """The sequence of a first connection (初次连接), for `CenterRole.request_in_turn`.

    Clock, time-out and repeats, real-time interval, minute interval (not known to
    2005), then whether real-time data and facility states are wanted.

    Args:
        patience: what the device shall be told.
        realtime_interval_s: [s, 30 to 3600]
        minute_interval_min: [min]
        wants_realtime: 2011, else 2012.
        wants_facilities: 2021, else 2022.

    Source: HJ 212-2017 6.7.

    >>> from datetime import datetime
    >>> now = datetime.fromisoformat("2026-01-01T00:00:00+08:00")
    >>> steps = FirstConnection(wants_facilities=False).steps(Edition.HJ212_2017)
    >>> [step(now).command_code for step in steps]
    ['1012', '1000', '1062', '1064', '2011', '2022']
    """

    patience: Patience = DEFAULT_PATIENCE
    realtime_interval_s: int = 30
    minute_interval_min: int = 10
    wants_realtime: bool = True
    wants_facilities: bool = True

    def steps(self, edition: Edition) -> Iterator[Step]:
        """Makers of the requests in order (依次发出的请求); each is called when it goes out.

        Raises:
            BadField: a setting outside the standard's range.
        """
        yield clock_setting
        for request in self._requests(edition):
            yield _always(request)

    def _requests(self, edition: Edition) -> list[Request]:
        minute = minute_interval_setting(self.minute_interval_min)
        return [
            time_out_setting(self.patience.over_time_s, self.patience.repeats),
            realtime_interval_setting(self.realtime_interval_s),
            *([] if edition is Edition.HJT212_2005 else [minute]),
            realtime_start() if self.wants_realtime else realtime_stop(),
            facility_start() if self.wants_facilities else facility_stop(),
        ]


def _always(request: Request) -> Step:
    return lambda now: request
