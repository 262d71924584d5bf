"""The columns of a list of findings (异常清单): what every case has, and its procedure's form."""

from dataclasses import dataclass

from bihuan.cases.procedure.document import FieldKind, FormField, Procedure, Relation
from bihuan.registry.exchange.parser import Choice, Parser, Text
from bihuan.registry.exchange.sheet import Column

FORMS = {
    FieldKind.MOMENT: "日期和时间，如 2026-11-20 08:00",
    FieldKind.DEADLINE: "日期和时间，如 2026-11-23 18:00",
    FieldKind.DATE: "日期，如 2026-11-20",
    FieldKind.NUMBER: "数值",
    FieldKind.YES_NO: "是 或 否",
    FieldKind.PLACE: "经度,纬度，如 112.9812,34.7533",
}
OWN = (
    Column(
        "title",
        "标题",
        Text(200),
        required=True,
        example="巩义水泥厂 1#排口 二氧化硫小时均值超标",
        synonyms=("事项", "问题", "事项名称", "问题名称"),
    ),
    Column(
        "enterprise",
        "企业",
        Text(120),
        example="巩义水泥厂",
        synonyms=("企业名称", "单位名称", "排污单位", "统一社会信用代码"),
        help="企业全称或统一社会信用代码；与企业无关时不填",
    ),
    Column(
        "district",
        "行政区划",
        Text(40),
        example="巩义市",
        synonyms=("区县", "所在区县", "行政区划代码"),
        help="名称或代码；填写了企业时可以不填",
    ),
    Column(
        "points",
        "监测点",
        Text(200),
        example="巩义水泥厂1#排口",
        synonyms=("点位", "站点", "监测点名称", "排放口"),
        help="监测点名称，多个以分号分隔；可以不填",
    ),
    Column(
        "reason",
        "事由",
        Text(2000),
        required=True,
        example="二氧化硫小时均值 52.3 mg/m³，超过限值 35 mg/m³",
        synonyms=("情况", "问题描述", "情况说明", "异常情况"),
        help="何时、何处、什么情况、依据什么",
    ),
)
LEAD = Column(
    "lead",
    "承办单位",
    Text(120),
    example="巩义分局",
    synonyms=("责任单位", "牵头单位"),
    help="单位全称",
)


@dataclass(frozen=True, slots=True)
class HitList:
    """The list from which cases of one kind are raised (异常清单)."""

    procedure: Procedure

    @property
    def title(self) -> str:
        """Its name."""
        return f"{self.procedure.title}清单"

    @property
    def note(self) -> str:
        """What a row is."""
        return f"一行创建一件{self.procedure.noun}"

    @property
    def needs_lead(self) -> bool:
        """Whether a case of this kind begins with a body that was assigned."""
        holder = self.procedure.stage(self.procedure.start).holder
        return bool(holder) and self.procedure.actor(holder).relation is Relation.ASSIGNEE

    @property
    def importable(self) -> tuple[Column, ...]:
        """The columns that are read."""
        form = self.procedure.form(self.procedure.raise_form)
        asked = tuple(_column(one) for one in form.fields) if form else ()
        relations = {actor.relation for actor in self.procedure.actors}
        lead = (LEAD,) if Relation.ASSIGNEE in relations else ()
        return (*OWN, *lead, *asked)


def _column(one: FormField) -> Column:
    example = one.choices[0] if one.choices else ""
    return Column(
        f"field-{one.name}",
        one.title,
        _parser(one),
        required=one.required,
        example=example,
        help=FORMS.get(one.kind, one.hint),
    )


def _parser(one: FormField) -> Parser:
    if one.kind is FieldKind.CHOICE:
        return Choice({choice: choice for choice in one.choices})
    return Text(4000)
