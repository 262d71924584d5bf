"""Deeds of the requests 3011 to 3024: act, and tell about the site."""

from zlib import crc32

from bihuan.hj212.answer import ExecutionResult
from bihuan.hj212.conversation.equipment import Message
from bihuan.hj212.simulator.obedience.deed import Act, Deed, Outcome
from bihuan.hj212.simulator.site import LogEntry, SampleCheck
from bihuan.hj212.wire_time import wire_text

NO_DATA = ExecutionResult.NO_DATA
RESULT_DELAY_MIN = 40
NOMINAL_SAMPLE = 50.0
LOGS = frozenset({"i11001", "i21001", "i31001"})


def _check_sample(deed: Deed) -> Outcome:
    factor = deed.fields["PolId"]
    error = (crc32(f"{factor}{deed.reading}".encode()) % 81 - 40) / 1000
    check = SampleCheck(
        deed.reading.replace(microsecond=0), factor, NOMINAL_SAMPLE * (1 + error), NOMINAL_SAMPLE
    )
    deed.logger.site.checks.append(check)
    deed.logger.site.note(deed.reading, factor, "标样核查")
    return Outcome()


def _noted(text: str) -> Act:
    def act(deed: Deed) -> Outcome:
        deed.logger.site.note(deed.reading, deed.fields["PolId"], text)
        return Outcome()

    return act


def _retain_sample(deed: Deed) -> Outcome:
    return deed.reply(f"VaseNo={deed.logger.site.next_bottle()}", dated=True)


def _set_sampling(deed: Deed) -> Outcome:
    times = (deed.fields["CstartTime"], deed.fields["Ctime"])
    deed.logger.site.sampling[deed.fields["PolId"]] = times
    return Outcome()


def _tell_sampling(deed: Deed) -> Outcome:
    start, period = deed.logger.site.sampling.get(deed.fields["PolId"], ("000000", "2"))
    return deed.reply(*deed.named_factor, f"CstartTime={start}", f"Ctime={period}")


def _tell_result_delay(deed: Deed) -> Outcome:
    return deed.reply(*deed.named_factor, f"Stime={RESULT_DELAY_MIN}")


def _tell_identity(deed: Deed) -> Outcome:
    return deed.reply(*deed.named_factor, f"{deed.fields['PolId']}-SN={_serial_number(deed)}")


def _serial_number(deed: Deed) -> str:
    """An EPC-96 code of the analyser that stays the same, made of MN and factor."""
    name = f"{deed.logger.settings.identity.device_id} {deed.fields['PolId']}"
    return f"010000A8900016F0{crc32(name.encode()):08X}"


def _tell_information(deed: Deed) -> Outcome:
    information = deed.fields["InfoId"]
    if information in LOGS:
        return _tell_log(deed)
    value = deed.logger.site.information.get(information)
    if value is None:
        return Outcome(NO_DATA)
    return deed.reply(*deed.named_factor, f"{information}-Info={value}", dated=True)


def _tell_log(deed: Deed) -> Outcome:
    begin = deed.moment("BeginTime") if "BeginTime" in deed.fields else None
    end = deed.moment("EndTime") if "EndTime" in deed.fields else deed.reading
    entries = [
        entry
        for entry in deed.logger.site.log
        if entry.factor == deed.fields["PolId"] and (begin or entry.at) <= entry.at <= end
    ]
    replies = tuple(_log_message(entry, deed) for entry in entries)
    return Outcome(replies=replies) if replies else Outcome(NO_DATA)


def _log_message(entry: LogEntry, deed: Deed) -> Message:
    """One log line a packet, each with an id of its own, as the standard's example has it."""
    text = f"{deed.fields['InfoId']}-Info=//{entry.text}//".encode(deed.logger.text_encoding)
    head = f"DataTime={wire_text(entry.at)}".encode()
    groups = (f"PolId={entry.factor}".encode(), text)
    return Message("3020", head, groups, wants_answer=False)


def _set_information(deed: Deed) -> Outcome:
    name = f"{deed.fields['InfoId']}-Info"
    if name not in deed.fields:
        return Outcome(ExecutionResult.BAD_CONDITIONS)
    deed.logger.site.information[deed.fields["InfoId"]] = deed.fields[name]
    return Outcome()


CONTROL_DEEDS: dict[str, Act] = {
    "3011": _noted("零点校准量程校准"),
    "3012": _noted("即时采样"),
    "3013": _noted("清洗管路"),
    "3014": _noted("比对采样"),
    "3015": _retain_sample,
    "3016": _set_sampling,
    "3017": _tell_sampling,
    "3018": _tell_result_delay,
    "3019": _tell_identity,
    "3020": _tell_information,
    "3021": _set_information,
    "3022": _noted("启动留样"),
    "3024": _check_sample,
}
