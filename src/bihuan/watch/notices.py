"""The kinds of notices that this room sends (消息类型)."""

from bihuan.notify.kinds import NoticeKind

EVENT = NoticeKind(
    key="watch.event",
    label="监测报警",
    fields={
        "rule": "规则",
        "place": "点位",
        "unit": "单位",
        "district": "行政区划",
        "begin": "开始时间",
        "end": "数据截至",
        "because": "判定依据",
        "todo": "处置要求",
        "deadline": "时限",
    },
    title="{点位} {规则}",
    text=(
        "【{规则}】{单位} {点位}（{行政区划}）\n时间：{开始时间} 起，数据截至 {数据截至}\n"
        "情况：{判定依据}\n要求：{处置要求}{?时限}，请于 {时限} 前反馈{/}"
    ),
    sample={
        "rule": "小时值超标",
        "place": "1#窑尾排口",
        "unit": "巩义水泥厂",
        "district": "巩义市",
        "begin": "11月21日 03:00",
        "end": "11月21日 06:00",
        "because": "二氧化硫小时均值超过限值 35 mg/m³（GB 4915-2013），持续 3 小时，最高 52 mg/m³",
        "todo": "请核实原因并在平台说明",
        "deadline": "11月22日 06:00",
    },
)
