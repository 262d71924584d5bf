"""Districts and townships (行政区划)."""

from collections.abc import Mapping, Sequence
from typing import Any

from bihuan.accounts.district_code import LENGTHS, WrongDistrictCode, level_of, significant
from bihuan.accounts.models import District
from bihuan.registry.exchange.lookup import Lookup
from bihuan.registry.exchange.parser import Text
from bihuan.registry.exchange.reference import bare_place_columns, doubt_place
from bihuan.registry.exchange.sheet import Column, Draft, Sheet, Unique, Values


def _settle(draft: Draft, look: Lookup) -> None:
    code = draft.values.get("code")
    if code is None:
        return
    try:
        own = significant(code)
    except WrongDistrictCode:
        draft.bad("code", f"区划代码“{code}”应为 2、4、6 或 9 位数字（可带末尾补零）")
        return
    draft.values |= {"code": own, "level": level_of(own)}
    if not any(own.startswith(reached) for reached in look.districts):
        draft.bad("code", f"区划代码 {own} 不在您的管理范围内")


def _review(drafts: Sequence[Draft], known: Mapping[Any, Values], look: Lookup) -> None:
    there = {draft.values["code"] for draft in drafts if "code" in draft.values}
    there |= look.all_districts
    for draft in drafts:
        code = draft.values.get("code", "")
        parents = [code[:length] for length in LENGTHS if length < len(code)]
        found = [one for one in parents if one in there]
        if found:
            draft.values["parent_id"] = found[-1]
        if parents and parents[-1] not in there:
            draft.doubt("code", f"上一级区划 {parents[-1]} 尚未登记")
        doubt_place(draft, draft.merged(known))


def _code(values: Values) -> Any:
    return values.get("code")


DISTRICTS = Sheet(
    key="districts",
    title="行政区划",
    note="每行一个行政区划：省、市、区县或乡镇（街道）；上级由代码前缀得出。",
    model=District,
    rows=District.objects.visible_to,
    columns=(
        Column(
            field="code",
            title="区划代码",
            parser=Text(12),
            path="code",
            required=True,
            example="410181105",
            help="GB/T 2260 代码；乡镇（街道）为 9 位",
            synonyms=("代码", "行政区划代码", "乡镇代码", "统计用区划代码"),
        ),
        Column(
            field="name",
            title="名称",
            parser=Text(60),
            path="name",
            required=True,
            example="大峪沟镇",
            synonyms=("区划名称", "乡镇名称", "行政区划"),
        ),
        *bare_place_columns(),
    ),
    fields=("code", "name", "level", "parent_id", "longitude", "latitude"),
    keys=(_code,),
    uniques=(Unique("区划代码", "code", _code),),
    settle=_settle,
    review=_review,
)
