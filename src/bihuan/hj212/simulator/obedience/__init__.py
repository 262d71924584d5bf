"""How a simulated logger carries out what the host asks."""

from datetime import datetime

from bihuan.hj212.answer import ExecutionResult
from bihuan.hj212.conversation.action import Requested
from bihuan.hj212.simulator.obedience.control import CONTROL_DEEDS
from bihuan.hj212.simulator.obedience.deed import Act, Deed, LoggerParts, Outcome
from bihuan.hj212.simulator.obedience.recall import RECALL_DEEDS
from bihuan.hj212.simulator.obedience.setting import SETTING_DEEDS

__all__ = ["DEEDS", "LoggerParts", "Outcome", "carry_out"]

DEEDS: dict[str, Act] = SETTING_DEEDS | RECALL_DEEDS | CONTROL_DEEDS


def carry_out(asked: Requested, logger: LoggerParts, now: datetime) -> Outcome:
    """Do what a request asks (执行请求), and say what came of it.

    Args:
        asked: checked by the role already.
        logger: what it is asked of.
        now: aware; true time.
    """
    fields = dict(asked.request.fields)
    if "PolId" in fields and not logger.has(fields["PolId"]):
        return Outcome(ExecutionResult.BAD_CONDITIONS)
    return DEEDS[asked.request.command_code](Deed(asked, fields, logger, now))
