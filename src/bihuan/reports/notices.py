"""The kinds of notices that this room sends (消息类型)."""

from bihuan.notify.kinds import NoticeKind

ISSUED = NoticeKind(
    key="reports.issued",
    label="报告印发",
    fields={
        "title": "标题",
        "period": "期间",
        "number": "文号",
        "district": "行政区划",
        "issuer": "签发人",
        "message": "正文",
    },
    title="{标题}（{期间}）已印发",
    text="【{标题}】{期间} {文号}\n{正文}\n签发：{签发人}。请在平台查阅并签收。",
    sample={
        "title": "巩义市空气质量日报",
        "period": "2026年11月20日",
        "number": "巩义市气日报〔2026〕240号",
        "district": "巩义市",
        "issuer": "李科长",
        "message": "11月20日全市AQI为68，良，首要污染物PM₂.₅。",
    },
)
