"""The kinds of notices that this room sends (消息类型)."""

from bihuan.notify.kinds import NoticeKind

BULLETIN_LATE = NoticeKind(
    key="air.bulletin_late",
    label="预报简报逾期",
    fields={"district": "行政区划", "slot": "档次", "due": "应发时间", "state": "目前状态"},
    title="{行政区划}{档次}预报简报逾期未发",
    text="{行政区划}{档次}预报简报应于 {应发时间} 发出，目前{目前状态}。请尽快审定并发到工作群。",
    sample={
        "district": "巩义市",
        "slot": "11月21日午间",
        "due": "11月21日 12:00",
        "state": "未编制",
    },
)
"""For the analysts and the managers of the county, once a slot."""
