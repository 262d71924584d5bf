"""Requests that read or set how a device works (1000 to 1072)."""

from collections.abc import Iterable
from datetime import datetime

from bihuan.hj212.conversation.request.form import Request, request_of
from bihuan.hj212.wire_time import wire_text


def time_out_setting(over_time_s: int, repeats: int) -> Request:
    """Set time-out and number of repeats (设置超时时间及重发次数), 1000.

    Args:
        over_time_s: how long the device waits for an answer. [s, 1 to 99]
        repeats: how often it sends again. [1 to 99]

    Raises:
        BadField: a value outside its range.

    Source: HJ 212-2017 6.6.5 table 9.

    >>> time_out_setting(10, 3).fields
    (('OverTime', '10'), ('ReCount', '3'))
    """
    return request_of("1000", {"OverTime": str(over_time_s), "ReCount": str(repeats)})


def alarm_delay_setting(warn_time: int) -> Request:
    """Set the delay of an over-limit alarm (设置超限报警时间), 1001 of 2005.

    Args:
        warn_time: as the device counts it; the unit is the device's. [1 to 99]

    Raises:
        BadField: a value outside its range.

    Source: HJ/T 212-2005 table 6; the range is ours.

    >>> alarm_delay_setting(5).fields
    (('WarnTime', '5'),)
    """
    return request_of("1001", {"WarnTime": str(warn_time)})


def device_id_setting(device_id: str) -> Request:
    """Set the device's MN (设置数采仪 MN 编码), 1002 of 2025.

    Raises:
        BadField: a text that cannot stand in a data area.

    Source: HJ 212-2025, second hand.

    >>> device_id_setting("010000A8900016F000169DC0").fields
    (('i23005-Info', '010000A8900016F000169DC0'),)
    """
    return request_of("1002", {"i23005-Info": device_id})


def clock_query(factor: str | None = None) -> Request:
    """Ask for the clock of the logger or of one analyser (提取现场机时间), 1011.

    Args:
        factor: whose analyser; the logger's own clock without it.

    Raises:
        BadField: a factor code that is no code.

    Source: HJ 212-2017 table 9.

    >>> clock_query("w01018").fields
    (('PolId', 'w01018'),)
    """
    return request_of("1011", {"PolId": factor} if factor else {})


def clock_setting(system_time: datetime, factor: str | None = None) -> Request:
    """Set the clock of the logger or of one analyser (设置现场机时间), 1012.

    Args:
        system_time: aware; sent as local time of Asia/Shanghai.
        factor: whose analyser; the logger's own clock without it.

    Raises:
        BadField: a factor code that is no code.

    Source: HJ 212-2017 table 9.

    >>> from datetime import UTC
    >>> clock_setting(datetime(2026, 11, 20, 16, 0, 5, tzinfo=UTC)).fields
    (('SystemTime', '20261121000005'),)
    """
    clock = {"SystemTime": wire_text(system_time)}
    return request_of("1012", {"PolId": factor, **clock} if factor else clock)


def key_setting(created: datetime, key: str) -> Request:
    """Give the device a new SM4 key (设置新密钥), 1014 of 2025.

    Args:
        created: aware; when the key was made.
        key: 16 printable characters without the separators of a data area.

    Raises:
        BadField: a key of another length or alphabet; the sentence does not show it.

    Source: HJ 212-2025, second hand.

    >>> from datetime import UTC
    >>> key_setting(datetime(2026, 1, 1, tzinfo=UTC), "0" * 16).fields[0]
    ('SKCreateTime', '20260101080000000')
    """
    stamp = wire_text(created, milliseconds=True)
    return request_of("1014", {"SKCreateTime": stamp, "NewSK": key})


def alarm_limits_query(factors: Iterable[str]) -> Request:
    """Ask for the alarm limits of some factors (提取污染物报警门限值), 1021 of 2005.

    Raises:
        MissingField: no factor at all.
        BadField: a factor code that is no code.

    Source: HJ/T 212-2005 table 6.

    >>> alarm_limits_query(["101", "102"]).fields
    (('PolId', '101'), ('PolId', '102'))
    """
    return request_of("1021", {"PolId": tuple(factors)})


def alarm_limits_setting(limits: Iterable[tuple[str, str, str]]) -> Request:
    """Set the alarm limits of some factors (设置污染物报警门限值), 1022 of 2005.

    Args:
        limits: factor, lower and upper limit, as texts of the device's own unit.

    Raises:
        MissingField: no factor at all.
        BadField: a limit that is no number.

    Source: HJ/T 212-2005 table 6.

    >>> alarm_limits_setting([("101", "1.1", "9.9")]).fields
    (('101-LowValue', '1.1'), ('101-UpValue', '9.9'))
    """
    fields: dict[str, str] = {}
    for factor, lower, upper in limits:
        fields |= {f"{factor}-LowValue": lower, f"{factor}-UpValue": upper}
    return request_of("1022", fields)


def host_address_query() -> Request:
    """Ask where the device reports alarms to (提取上位机地址), 1031 of 2005.

    Source: HJ/T 212-2005 table 6.

    >>> host_address_query().command_code
    '1031'
    """
    return request_of("1031")


def host_address_setting(target: str) -> Request:
    """Set where the device reports alarms to (设置上位机地址), 1032 of 2005.

    Raises:
        BadField: a text that is neither number, name nor address.

    Source: HJ/T 212-2005 table 6.

    >>> host_address_setting("3882566").fields
    (('AlarmTarget', '3882566'),)
    """
    return request_of("1032", {"AlarmTarget": target})


def report_time_query() -> Request:
    """Ask when the device reports its day (提取数据上报时间), 1041 of 2005.

    Source: HJ/T 212-2005 table 6.

    >>> report_time_query().command_code
    '1041'
    """
    return request_of("1041")


def report_time_setting(clock_time: str) -> Request:
    """Set when the device reports its day (设置数据上报时间), 1042 of 2005.

    Args:
        clock_time: `hhmm`.

    Raises:
        BadField: no such clock time.

    Source: HJ/T 212-2005 table 6.

    >>> report_time_setting("0101").fields
    (('ReportTime', '0101'),)
    """
    return request_of("1042", {"ReportTime": clock_time})


def realtime_interval_query() -> Request:
    """Ask for the interval of real-time data (提取实时数据间隔), 1061.

    Source: HJ 212-2017 table 9.

    >>> realtime_interval_query().command_code
    '1061'
    """
    return request_of("1061")


def realtime_interval_setting(interval_s: int) -> Request:
    """Set the interval of real-time data (设置实时数据间隔), 1062.

    Args:
        interval_s: [s, 30 to 3600]

    Raises:
        BadField: a value outside its range.

    Source: HJ 212-2017 tables 8 and 9.

    >>> realtime_interval_setting(30).fields
    (('RtdInterval', '30'),)
    """
    return request_of("1062", {"RtdInterval": str(interval_s)})


def minute_interval_query() -> Request:
    """Ask for the length of a minute period (提取分钟数据间隔), 1063.

    Source: HJ 212-2017 table 9.

    >>> minute_interval_query().command_code
    '1063'
    """
    return request_of("1063")


def minute_interval_setting(interval_min: int) -> Request:
    """Set the length of a minute period (设置分钟数据间隔), 1064.

    Args:
        interval_min: a divisor of the hour that the standard lists. [min]

    Raises:
        BadField: a length that the standard does not list.

    Source: HJ 212-2017 tables 8 and 9.

    >>> minute_interval_setting(10).fields
    (('MinInterval', '10'),)
    """
    return request_of("1064", {"MinInterval": str(interval_min)})


def password_setting(password: str) -> Request:
    """Set the device's password (设置现场机访问密码), 1072.

    Args:
        password: 6 characters 0-9 a-z A-Z.

    Raises:
        BadField: another length or alphabet; the sentence does not show it.

    Source: HJ 212-2017 tables 8 and 9.

    >>> password_setting("12345")
    Traceback (most recent call last):
    bihuan.hj212.conversation.error.BadField: NewPW of command 1072: not of the form [0-9A-Za-z]{6}
    """
    return request_of("1072", {"NewPW": password})
