"""Requests that make a device act or tell about itself (3011 to 3024)."""

from collections.abc import Sequence
from datetime import datetime

from bihuan.hj212.conversation.request.form import Request, request_of
from bihuan.hj212.wire_time import wire_text


def calibration(factor: str, kind: int | None = None) -> Request:
    """Calibrate zero and span of an analyser (零点校准量程校准), 3011.

    Args:
        factor: whose analyser.
        kind: CalibrationType, 2025 only. [one digit]

    Raises:
        BadField: a factor code that is no code.

    Source: HJ 212-2017 table 9; CalibrationType second hand.

    >>> calibration("w01018", 0).fields
    (('PolId', 'w01018'), ('CalibrationType', '0'))
    """
    extra = {} if kind is None else {"CalibrationType": str(kind)}
    return request_of("3011", {"PolId": factor, **extra})


def sampling_now(factor: str) -> Request:
    """Take a sample at once (即时采样), 3012.

    Raises:
        BadField: a factor code that is no code.

    Source: HJ 212-2017 table 9.

    >>> sampling_now("w01018").fields
    (('PolId', 'w01018'),)
    """
    return request_of("3012", {"PolId": factor})


def cleaning(factor: str) -> Request:
    """Clean or blow back (启动清洗/反吹), 3013.

    Raises:
        BadField: a factor code that is no code.

    Source: HJ 212-2017 table 9.

    >>> cleaning("a21026").command_code
    '3013'
    """
    return request_of("3013", {"PolId": factor})


def comparison_sampling(factor: str, hours: Sequence[int] = ()) -> Request:
    """Take a sample for comparison (比对采样), 3014; in 2005 set the hours of sampling.

    Args:
        factor: whose analyser.
        hours: 2005 only: when to sample. [h, 0 to 24]

    Raises:
        BadField: a factor code that is no code, or no such hour.

    Source: HJ 212-2017 table 9; HJ/T 212-2005 table 6.

    >>> comparison_sampling("101", [4, 10]).fields
    (('PolId', '101'), ('CTime', '04'), ('CTime', '10'))
    """
    times = tuple(f"{hour:02}" for hour in hours)
    return request_of("3014", {"PolId": factor, "CTime": times})


def retained_sample() -> Request:
    """Keep a sample because of an exceedance (超标留样), 3015.

    Source: HJ 212-2017 table 9.

    >>> retained_sample().command_code
    '3015'
    """
    return request_of("3015")


def sampling_period_setting(factor: str, *, start: str, period_h: int) -> Request:
    """Set when and how often an analyser samples (设置采样时间周期), 3016 of 2017.

    Args:
        factor: whose analyser.
        start: first sample of a day, `hhmmss`.
        period_h: distance of samples. [h, 1 to 24]

    Raises:
        BadField: no such clock time, or a period outside its range.

    Source: HJ 212-2017 tables 8 and 9.

    >>> sampling_period_setting("w01018", start="000000", period_h=2).fields[1:]
    (('CstartTime', '000000'), ('Ctime', '2'))
    """
    return request_of("3016", {"PolId": factor, "CstartTime": start, "Ctime": str(period_h)})


def sampling_period_query(factor: str) -> Request:
    """Ask when and how often an analyser samples (提取采样时间周期), 3017 of 2017.

    Raises:
        BadField: a factor code that is no code.

    Source: HJ 212-2017 table 9.

    >>> sampling_period_query("w01018").command_code
    '3017'
    """
    return request_of("3017", {"PolId": factor})


def result_delay_query(factor: str) -> Request:
    """Ask how long a sample takes until its result (提取出样时间), 3018.

    Raises:
        BadField: a factor code that is no code.

    Source: HJ 212-2017 table 9.

    >>> result_delay_query("w01018").command_code
    '3018'
    """
    return request_of("3018", {"PolId": factor})


def analyser_identity_query(factor: str) -> Request:
    """Ask for an analyser's serial number (提取设备唯一标识), 3019.

    Raises:
        BadField: a factor code that is no code.

    Source: HJ 212-2017 table 9.

    >>> analyser_identity_query("w01018").command_code
    '3019'
    """
    return request_of("3019", {"PolId": factor})


def site_information_query(
    factor: str, information: str, period: tuple[datetime, datetime] | None = None
) -> Request:
    """Ask for a log, a state or a parameter of the site (提取现场机信息), 3020.

    Args:
        factor: whose analyser.
        information: code of the site information, six characters beginning with i.
        period: aware begin and end, for logs.

    Raises:
        BadField: a code that is no code, or an end before the begin.

    Source: HJ 212-2017 table 9 and table B.10.

    >>> site_information_query("w01018", "i12001").fields
    (('PolId', 'w01018'), ('InfoId', 'i12001'))
    """
    fields = {"PolId": factor, "InfoId": information}
    if period:
        fields |= {"BeginTime": wire_text(period[0]), "EndTime": wire_text(period[1])}
    return request_of("3020", fields)


def site_parameter_setting(factor: str, information: str, value: str) -> Request:
    """Set a parameter of the site (设置现场机参数), 3021.

    Args:
        factor: whose analyser.
        information: code of the parameter.
        value: as the device writes it.

    Raises:
        BadField: a value with a separator of the data area in it.

    Source: HJ 212-2017 table 9 and table B.10.

    >>> site_parameter_setting("w01018", "i13004", "168.0").fields[-1]
    ('i13004-Info', '168.0')
    """
    return request_of(
        "3021", {"PolId": factor, "InfoId": information, f"{information}-Info": value}
    )


def sample_taking(factor: str) -> Request:
    """Take and keep a sample (启动留样), 3022 of 2025.

    Raises:
        BadField: a factor code that is no code.

    Source: HJ 212-2025, second hand.

    >>> sample_taking("w01018").command_code
    '3022'
    """
    return request_of("3022", {"PolId": factor})


def standard_sample_check(factor: str) -> Request:
    """Start a check against a standard sample (启动标样核查), 3024 of 2025.

    Raises:
        BadField: a factor code that is no code.

    Source: HJ 212-2025, second hand.

    >>> standard_sample_check("w01018").command_code
    '3024'
    """
    return request_of("3024", {"PolId": factor})
