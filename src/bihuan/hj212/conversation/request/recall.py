"""Requests that start, stop or call for data (2011 to 2071)."""

from datetime import datetime

from bihuan.hj212.conversation.request.form import Request, request_of
from bihuan.hj212.wire_time import wire_text


def realtime_start() -> Request:
    """Ask for real-time data from now on (取污染物实时数据), 2011.

    The device answers 9011 and 9012; the data then come as ordinary uploads.

    Source: HJ 212-2017 table 9.

    >>> realtime_start().is_notice
    False
    """
    return request_of("2011")


def realtime_stop() -> Request:
    """Tell the device to stop real-time data (停止察看污染物实时数据), 2012, a notice.

    Source: HJ 212-2017 table 9.

    >>> realtime_stop().is_notice
    True
    """
    return request_of("2012")


def facility_start() -> Request:
    """Ask for the states of treatment facilities (取设备运行状态数据), 2021.

    Source: HJ 212-2017 table 9.

    >>> facility_start().command_code
    '2021'
    """
    return request_of("2021")


def facility_stop() -> Request:
    """Tell the device to stop facility states (停止察看设备运行状态), 2022, a notice.

    Source: HJ 212-2017 table 9.

    >>> facility_stop().is_notice
    True
    """
    return request_of("2022")


def minute_recall(begin: datetime, end: datetime) -> Request:
    """Call for stored minute data (取污染物分钟数据), 2051.

    Args:
        begin: aware; start of the first period wanted.
        end: aware; start of the last period wanted.

    Raises:
        BadField: the end lies before the begin.

    Source: HJ 212-2017 table 9.

    >>> from datetime import UTC
    >>> minute_recall(datetime(2026, 1, 1, tzinfo=UTC), datetime(2026, 1, 1, 1, tzinfo=UTC)).fields
    (('BeginTime', '20260101080000'), ('EndTime', '20260101090000'))
    """
    return _recall("2051", begin, end)


def hour_recall(begin: datetime, end: datetime) -> Request:
    """Call for stored hour data (取污染物小时数据), 2061; times as in `minute_recall`.

    Raises:
        BadField: the end lies before the begin.

    Source: HJ 212-2017 table 9.

    >>> from datetime import UTC
    >>> hour_recall(datetime(2026, 1, 2, tzinfo=UTC), datetime(2026, 1, 1, tzinfo=UTC))
    Traceback (most recent call last):
    bihuan.hj212.conversation.error.BadField: \
EndTime '20260101080000' of command 2061: before BeginTime 20260102080000
    """
    return _recall("2061", begin, end)


def day_recall(begin: datetime, end: datetime) -> Request:
    """Call for stored day data (取污染物日历史数据), 2031; times as in `minute_recall`.

    Raises:
        BadField: the end lies before the begin.

    Source: HJ 212-2017 table 9.

    >>> from datetime import UTC
    >>> day_recall(datetime(2026, 1, 1, 16, tzinfo=UTC), datetime(2026, 1, 2, tzinfo=UTC)).fields[0]
    ('BeginTime', '20260102000000')
    """
    return _recall("2031", begin, end)


def facility_hours_recall(begin: datetime, end: datetime) -> Request:
    """Call for the facilities' hours of some days (取设备运行时间日历史数据), 2041.

    Raises:
        BadField: the end lies before the begin.

    Source: HJ 212-2017 table 9.

    >>> from datetime import UTC
    >>> same = datetime(2026, 1, 1, tzinfo=UTC)
    >>> facility_hours_recall(same, same).command_code
    '2041'
    """
    return _recall("2041", begin, end)


def raw_data_recall(begin: datetime, end: datetime) -> Request:
    """Call for raw periodic data (取原始监测数据), 2013 of 2025.

    Raises:
        BadField: the end lies before the begin.

    Source: HJ 212-2025, second hand.

    >>> from datetime import UTC
    >>> same = datetime(2026, 1, 1, tzinfo=UTC)
    >>> raw_data_recall(same, same).command_code
    '2013'
    """
    return _recall("2013", begin, end)


def noise_measurement() -> Request:
    """Ask for a single noise measurement (取噪声单次测量数据), 2052 of 2025.

    Source: HJ 212-2025, second hand.

    >>> noise_measurement().command_code
    '2052'
    """
    return request_of("2052")


def standard_sample_recall(begin: datetime, end: datetime) -> Request:
    """Call for the results of standard-sample checks (取自动标样核查数据), 2062 of 2025.

    Raises:
        BadField: the end lies before the begin.

    Source: HJ 212-2025, second hand.

    >>> from datetime import UTC
    >>> same = datetime(2026, 1, 1, tzinfo=UTC)
    >>> standard_sample_recall(same, same).command_code
    '2062'
    """
    return _recall("2062", begin, end)


def alarm_recall(begin: datetime, end: datetime) -> Request:
    """Call for stored alarms (取污染物报警记录), 2071 of 2005.

    Raises:
        BadField: the end lies before the begin.

    Source: HJ/T 212-2005 table 6.

    >>> from datetime import UTC
    >>> same = datetime(2026, 1, 1, tzinfo=UTC)
    >>> alarm_recall(same, same).command_code
    '2071'
    """
    return _recall("2071", begin, end)


def _recall(command_code: str, begin: datetime, end: datetime) -> Request:
    period = {"BeginTime": wire_text(begin), "EndTime": wire_text(end)}
    return request_of(command_code, period)
