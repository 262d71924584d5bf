"""Deeds of the requests 1000 to 1072: clocks, intervals, limits, names and keys."""

from dataclasses import replace

from bihuan.hj212.answer import ExecutionResult
from bihuan.hj212.conversation.patience import Patience
from bihuan.hj212.simulator.obedience.deed import Act, Deed, Outcome
from bihuan.hj212.simulator.schedule import MINUTE_S
from bihuan.hj212.wire_time import wire_text


def _set_time_out(deed: Deed) -> Outcome:
    seconds, repeats = int(deed.fields["OverTime"]), int(deed.fields["ReCount"])
    deed.logger.role.patience = Patience(seconds, repeats)
    return Outcome()


def _set_device_id(deed: Deed) -> Outcome:
    role = deed.logger.role
    role.identity = replace(role.identity, device_id=deed.fields["i23005-Info"])
    return Outcome()


def _tell_clock(deed: Deed) -> Outcome:
    return deed.reply(*deed.named_factor, f"SystemTime={wire_text(deed.reading)}")


def _set_clock(deed: Deed) -> Outcome:
    if "PolId" in deed.fields:
        return Outcome()  # an analyser's clock, which stamps nothing here
    reading = deed.moment("SystemTime")
    deed.logger.clock.set(reading, deed.now)
    deed.logger.schedule.clock_was_set(reading)
    return Outcome()


def _set_key(deed: Deed) -> Outcome:
    logger = deed.logger
    logger.settings = replace(logger.settings, key=deed.fields["NewSK"].encode())
    return Outcome()


def _tell_alarm_limits(deed: Deed) -> Outcome:
    limits = deed.logger.site.alarm_limits
    asked = [code for name, code in deed.asked.request.fields if name == "PolId"]
    known = [code for code in asked if code in limits]
    if not known:
        return Outcome(ExecutionResult.NO_DATA)
    return deed.reply(*(f"{c}-LowValue={limits[c][0]},{c}-UpValue={limits[c][1]}" for c in known))


def _set_alarm_limits(deed: Deed) -> Outcome:
    codes = dict.fromkeys(name.rpartition("-")[0] for name in deed.fields)
    deed.logger.site.alarm_limits |= {
        code: (deed.fields.get(f"{code}-LowValue", ""), deed.fields.get(f"{code}-UpValue", ""))
        for code in codes
    }
    return Outcome()


def _tell_host_address(deed: Deed) -> Outcome:
    return deed.reply(f"AlarmTarget={deed.logger.site.host_address}")


def _set_host_address(deed: Deed) -> Outcome:
    deed.logger.site.host_address = deed.fields["AlarmTarget"]
    return Outcome()


def _tell_report_time(deed: Deed) -> Outcome:
    return deed.reply(f"ReportTime={deed.logger.site.report_time}")


def _set_report_time(deed: Deed) -> Outcome:
    deed.logger.site.report_time = deed.fields["ReportTime"]
    return Outcome()


def _tell_realtime_interval(deed: Deed) -> Outcome:
    return deed.reply(f"RtdInterval={_interval_s(deed, '2011')}")


def _tell_minute_interval(deed: Deed) -> Outcome:
    return deed.reply(f"MinInterval={_interval_s(deed, '2051') // MINUTE_S}")


def _interval_s(deed: Deed, command_code: str) -> int:
    rhythm = deed.logger.schedule.rhythm(command_code)
    return rhythm.length_s if rhythm else 0


def _set_realtime_interval(deed: Deed) -> Outcome:
    interval_s = int(deed.fields["RtdInterval"])
    deed.logger.schedule.set_interval("2011", interval_s, deed.reading)
    return Outcome()


def _set_minute_interval(deed: Deed) -> Outcome:
    interval_s = int(deed.fields["MinInterval"]) * MINUTE_S
    deed.logger.schedule.set_interval("2051", interval_s, deed.reading)
    return Outcome()


def _set_password(deed: Deed) -> Outcome:
    role = deed.logger.role
    role.identity = replace(role.identity, password=deed.fields["NewPW"])
    return Outcome()


def _nothing(deed: Deed) -> Outcome:
    return Outcome()


SETTING_DEEDS: dict[str, Act] = {
    "1000": _set_time_out,
    "1001": _nothing,
    "1002": _set_device_id,
    "1011": _tell_clock,
    "1012": _set_clock,
    "1014": _set_key,
    "1021": _tell_alarm_limits,
    "1022": _set_alarm_limits,
    "1031": _tell_host_address,
    "1032": _set_host_address,
    "1041": _tell_report_time,
    "1042": _set_report_time,
    "1061": _tell_realtime_interval,
    "1062": _set_realtime_interval,
    "1063": _tell_minute_interval,
    "1064": _set_minute_interval,
    "1072": _set_password,
}
