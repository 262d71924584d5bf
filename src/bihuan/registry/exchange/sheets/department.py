"""Departments, their duties and contacts (部门、部门职责、联系人)."""

from collections.abc import Mapping, Sequence
from typing import Any

from bihuan.registry.exchange.columns import choice, day, text, yes_no
from bihuan.registry.exchange.lookup import Lookup, folded
from bihuan.registry.exchange.parser import Text
from bihuan.registry.exchange.reference import key_column
from bihuan.registry.exchange.sheet import Column, Draft, Sheet, Unique, Values
from bihuan.registry.models import Contact, Department, Duty, DutyPart


def body_column(prefix: str) -> Column:
    """The body to which the department belongs."""
    return Column(
        field="organisation",
        title="单位",
        parser=Text(120),
        path=f"{prefix}organisation__name",
        required=True,
        example="某市生态环境局",
        help="单位名录中的全称",
        synonyms=("所属单位", "单位名称", "机构"),
    )


def department_column(prefix: str = "department__", *, required: bool = True) -> Column:
    """The department by its name within the body."""
    return Column(
        field="department",
        title="部门名称",
        parser=Text(80),
        path=f"{prefix}name",
        required=required,
        example="大气科",
        help="须已在部门台账中",
        synonyms=("部门", "科室", "内设机构"),
    )


def settle_department(draft: Draft, look: Lookup) -> None:
    """Turn body and department into the department's key."""
    body, name = draft.take("organisation"), draft.take("department")
    if not body and not name:
        return
    found = look.organisations.get(folded(body or ""), [])
    if len(found) != 1:
        draft.bad("organisation", f"单位“{body or ''}”不在单位名录中或有重名")
        return
    key = look.departments.get((found[0], folded(name or "")))
    if key is None:
        draft.bad("department", f"“{body}”没有部门“{name or ''}”，请先导入部门")
    else:
        draft.values["department_id"] = key


def _settle(draft: Draft, look: Lookup) -> None:
    body = draft.take("organisation")
    if body is None:
        return
    found = look.organisations.get(folded(body), [])
    if len(found) == 1:
        draft.values["organisation_id"] = found[0]
    else:
        draft.bad("organisation", f"单位“{body}”不在单位名录中或有重名，请先登记单位")


def _department(values: Values) -> Any:
    if "organisation_id" not in values or "name" not in values:
        return None
    return values["organisation_id"], folded(values["name"])


def _duty(values: Values) -> Any:
    names = ("department_id", "matter", "part")
    return tuple(values[one] for one in names) if all(one in values for one in names) else None


def _contact(values: Values) -> Any:
    if "department_id" not in values or "name" not in values:
        return None
    return values["department_id"], folded(values["name"])


def _review_duty(drafts: Sequence[Draft], known: Mapping[Any, Values], look: Lookup) -> None:
    for draft in drafts:
        row = draft.merged(known)
        if row.get("start") and row.get("end") and row["end"] <= row["start"]:
            draft.bad("end", f"结束日期 {row['end']} 必须晚于开始日期 {row['start']}")


DEPARTMENTS = Sheet(
    key="departments",
    title="部门",
    note="每行一个单位的内设部门；先导入单位，再导入部门。",
    model=Department,
    rows=Department.objects.visible_to,
    columns=(
        key_column("部门编号"),
        body_column(""),
        text("name", "部门名称", 80, "部门", "科室", "内设机构", required=True, example="大气科"),
        text("telephone", "值班电话", 40, "电话", "联系电话"),
        text("address", "地址", 200, "办公地址"),
        yes_no("is_active", "启用", example="是"),
    ),
    fields=("organisation_id", "name", "telephone", "address", "is_active"),
    keys=(_department,),
    uniques=(Unique("同一单位的部门名称", "name", _department),),
    settle=_settle,
)

DUTIES = Sheet(
    key="duties",
    title="部门职责",
    note="职责清单：每行一个部门在一类事项中的分工（牵头、配合、属地）。",
    model=Duty,
    rows=Duty.objects.visible_to,
    columns=(
        key_column("职责编号"),
        text("matter", "事项类别", 60, "事项", "职责事项", required=True, example="施工扬尘"),
        body_column("department__"),
        department_column(),
        choice("part", "分工", DutyPart.choices, "职责分工", required=True, example="牵头"),
        text("content", "职责内容", 500, "主要职责", "工作内容"),
        text("basis", "依据", 200, "法律依据", "文件依据"),
        day("start", "开始日期"),
        day("end", "结束日期"),
    ),
    fields=("department_id", "matter", "part", "content", "basis", "start", "end"),
    keys=(_duty,),
    uniques=(Unique("同一部门、事项和分工", "matter", _duty),),
    settle=settle_department,
    review=_review_duty,
)

CONTACTS = Sheet(
    key="contacts",
    title="联系人",
    note="每行一位部门联系人；含个人信息，只有可登记台账的岗位能导出。",
    model=Contact,
    rows=Contact.objects.visible_to,
    columns=(
        key_column("联系人编号"),
        body_column("department__"),
        department_column(),
        text("name", "姓名", 40, "联系人", required=True, example="陈某"),
        text("post", "职务", 60, "岗位"),
        text("telephone", "办公电话", 40, "电话", sealed=True),
        text("mobile", "手机", 40, "手机号", "手机号码", "移动电话", sealed=True),
        yes_no("is_first", "首要联系人", "第一联系人"),
        text("certificate", "执法证号", 40, "行政执法证号"),
        day("certificate_until", "执法证有效期至", "证件有效期"),
        text("note", "备注", 200),
    ),
    fields=(
        "department_id",
        "name",
        "post",
        "telephone",
        "mobile",
        "is_first",
        "certificate",
        "certificate_until",
        "note",
    ),
    keys=(_contact,),
    settle=settle_department,
    personal=True,
)
