"""Acts of people and clocks on cases."""

from bihuan.cases.services.act import (
    assign,
    copy_to,
    instruct,
    recall,
    record_call,
    sign_for,
    transfer,
    urge,
)
from bihuan.cases.services.answer_link import live_link, make_link, use_link
from bihuan.cases.services.evidence import add_evidence, drop_evidence, keep_draft
from bihuan.cases.services.history import anchor_history, verify_history
from bihuan.cases.services.procedure import (
    current_version,
    discard_draft,
    publish,
    publish_shipped,
    roll_back,
    save_draft,
)
from bihuan.cases.services.raising import NewCase, raise_case, raise_cases
from bihuan.cases.services.relation import add_hit, add_sub_task, finish_sub_task, link, merge
from bihuan.cases.services.step import Answer, take_step
from bihuan.cases.services.time_act import ask_extension, decide_extension, pause, resume
from bihuan.cases.services.timer import speak_up

__all__ = [
    "Answer",
    "NewCase",
    "add_evidence",
    "add_hit",
    "add_sub_task",
    "anchor_history",
    "ask_extension",
    "assign",
    "copy_to",
    "current_version",
    "decide_extension",
    "discard_draft",
    "drop_evidence",
    "finish_sub_task",
    "instruct",
    "keep_draft",
    "link",
    "live_link",
    "make_link",
    "merge",
    "pause",
    "publish",
    "publish_shipped",
    "raise_case",
    "raise_cases",
    "recall",
    "record_call",
    "resume",
    "roll_back",
    "save_draft",
    "sign_for",
    "speak_up",
    "take_step",
    "transfer",
    "urge",
    "use_link",
    "verify_history",
]
