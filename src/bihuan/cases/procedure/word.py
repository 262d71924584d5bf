"""What the values of a document are called on screen (取值名称)."""

from bihuan.cases.procedure.document import FieldKind, Relation, StepKind
from bihuan.regulations.working_time.term import TermUnit

LEVELS = [("province", "省"), ("city", "市"), ("county", "区县"), ("township", "乡镇")]
RELATIONS = [
    (Relation.DISTRICT, "所在区划"),
    (Relation.UNIT, "涉事企业"),
    (Relation.MAINTAINER, "运维单位"),
    (Relation.ASSIGNEE, "被分派"),
    (Relation.RAISER, "发起人"),
]
UNITS = [
    (TermUnit.HOURS, "小时"),
    (TermUnit.CALENDAR_DAYS, "自然日"),
    (TermUnit.WORKING_HOURS, "工作小时"),
    (TermUnit.WORKING_DAYS, "工作日"),
]
STEP_KINDS = [
    (StepKind.FORWARD, "前进"),
    (StepKind.RETURN, "退回"),
    (StepKind.RAISE, "上报"),
    (StepKind.CLOSE, "办结"),
    (StepKind.VOID, "作废"),
    (StepKind.REOPEN, "重新办理"),
]
FIELD_KINDS = [
    (FieldKind.TEXT, "短文字"),
    (FieldKind.LONG_TEXT, "长文字"),
    (FieldKind.NUMBER, "数字"),
    (FieldKind.DATE, "日期"),
    (FieldKind.MOMENT, "日期和时间"),
    (FieldKind.CHOICE, "单选"),
    (FieldKind.CHOICES, "多选"),
    (FieldKind.YES_NO, "是否"),
    (FieldKind.PLACE, "位置"),
    (FieldKind.DEADLINE, "下一环节的期限"),
]
