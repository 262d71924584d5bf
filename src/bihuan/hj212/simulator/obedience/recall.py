"""Deeds of the requests 2011 to 2071: start, stop and call for data."""

from datetime import timedelta

from bihuan.hj212.answer import ExecutionResult
from bihuan.hj212.conversation.equipment import Message
from bihuan.hj212.simulator.obedience.deed import Act, Deed, Outcome
from bihuan.hj212.simulator.outbox import Recall
from bihuan.hj212.simulator.site import SampleCheck
from bihuan.hj212.wire_time import wire_text

NO_DATA = ExecutionResult.NO_DATA
PASSED_WITHIN = 0.1


def _switch(command_code: str, *, is_on: bool) -> Act:
    def switch(deed: Deed) -> Outcome:
        deed.logger.schedule.switch(command_code, is_on, deed.reading)
        return Outcome()

    return switch


def _recall(deed: Deed) -> Outcome:
    logger = deed.logger
    rhythm = logger.schedule.rhythm(deed.asked.request.command_code)
    if rhythm is None:
        return Outcome(NO_DATA)
    oldest = deed.reading - timedelta(days=logger.settings.memory_days)
    first = max(deed.moment("BeginTime"), oldest).timestamp()
    newest = rhythm.aligned(deed.reading.timestamp()) - rhythm.length_s
    start = rhythm.aligned(first + rhythm.length_s - 1)
    last = min(rhythm.aligned(deed.moment("EndTime").timestamp()), newest)
    recall = Recall(deed.asked.packet, rhythm, start, last)
    return Outcome(NO_DATA) if recall.is_exhausted else Outcome(recall=recall)


def _nothing_stored(deed: Deed) -> Outcome:
    return Outcome(NO_DATA)


def _recall_checks(deed: Deed) -> Outcome:
    begin, end = deed.moment("BeginTime"), deed.moment("EndTime")
    checks = [check for check in deed.logger.site.checks if begin <= check.at <= end]
    if not checks:
        return Outcome(NO_DATA)
    return Outcome(replies=tuple(_check_message(check) for check in checks))


def _check_message(check: SampleCheck) -> Message:
    passed = abs(check.reading - check.nominal) <= PASSED_WITHIN * check.nominal
    group = (
        f"{check.factor}-SampleRd={check.reading:.2f},"
        f"{check.factor}-StandardValue={check.nominal:.2f},{check.factor}-ResultType={passed:d}"
    )
    return Message("2062", f"DataTime={wire_text(check.at)}".encode(), (group.encode(),))


RECALL_DEEDS: dict[str, Act] = {
    "2011": _switch("2011", is_on=True),
    "2012": _switch("2011", is_on=False),
    "2013": _nothing_stored,
    "2021": _switch("2021", is_on=True),
    "2022": _switch("2021", is_on=False),
    "2031": _recall,
    "2041": _recall,
    "2051": _recall,
    "2052": _nothing_stored,
    "2061": _recall,
    "2062": _recall_checks,
    "2071": _nothing_stored,
}
