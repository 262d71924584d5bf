"""Enterprises (企业)."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

from django.db.models import QuerySet
from django.http import QueryDict

from bihuan.accounts.models import User
from bihuan.registry.exchange.lookup import Lookup, folded
from bihuan.registry.exchange.parser import Choice, Text, YesNo
from bihuan.registry.exchange.reference import (
    district_column,
    doubt_place,
    key_column,
    place_columns,
    settle_district,
)
from bihuan.registry.exchange.sheet import Column, Draft, Sheet, Values
from bihuan.registry.forms.listing import EnterpriseForm
from bihuan.registry.identifier import CreditCodeState, read_identifier
from bihuan.registry.models import Enterprise
from bihuan.registry.queries import enterprise_list

DOUBTS = {
    CreditCodeState.MISSING: "缺少统一社会信用代码，按空值登记",
    CreditCodeState.WRONG_FORM: "信用代码格式不符（应为 18 位），按原文保留",
    CreditCodeState.WRONG_CHECK: "信用代码校验码不符，按原文保留",
}


def _narrow(query: QueryDict, user: User) -> QuerySet[Enterprise]:
    chosen = EnterpriseForm(query, user=user).filter()
    return Enterprise.objects.filter(pk__in=enterprise_list(chosen, user=user).keys())


def _review(drafts: Sequence[Draft], known: Mapping[Any, Values], look: Lookup) -> None:
    sharing: dict[str, list[str]] = defaultdict(list)
    for pk, row in known.items():
        sharing[_clean(row["credit_code"])].append(f"编号 {pk}“{row['name']}”")
    in_file: dict[str, list[int]] = defaultdict(list)
    for draft in drafts:
        values = draft.merged(known)
        doubt_place(draft, values)
        clean = _doubt_code(draft, values)
        if clean and draft.known is None and not draft.is_bad and sharing[clean]:
            draft.doubt(
                "credit_code",
                f"与台账中{sharing[clean][0]}信用代码相同而名称或区划不同，按另一单位登记",
            )
        if clean:
            in_file[clean].append(draft.line)
            if len(in_file[clean]) > 1:
                draft.doubt("credit_code", f"与第 {in_file[clean][0]} 行信用代码相同")


def _doubt_code(draft: Draft, values: Values) -> str:
    read = read_identifier(values.get("credit_code", ""))
    if "credit_code" not in draft.given:
        return read.clean
    if read.state == CreditCodeState.CLEANED:
        draft.doubt("credit_code", f"信用代码含多余字符，清理后为 {read.clean}，原文保留")
    elif read.state in DOUBTS:
        draft.doubt("credit_code", DOUBTS[read.state])
    return read.clean


@lru_cache(maxsize=200_000)
def _clean(code: str) -> str:
    """The clean form of a credit code; an import asks for each several times."""
    return read_identifier(code).clean


def _name(values: Values) -> Any:
    if "name" not in values or "district_id" not in values:
        return None
    return values["district_id"], folded(values["name"])


def _name_and_code(values: Values) -> Any:
    name, code = _name(values), _clean(values.get("credit_code", ""))
    return (*name, code) if name and code else None


ENTERPRISES = Sheet(
    key="enterprises",
    title="企业",
    note="每行一家企业（排污单位）；信用代码不规范的照原文保留并标注，不会拒收。",
    model=Enterprise,
    rows=Enterprise.objects.visible_to,
    columns=(
        key_column("企业编号"),
        Column(
            field="name",
            title="单位名称",
            parser=Text(120),
            path="name",
            required=True,
            example="巩义市某水泥有限公司",
            synonyms=("企业名称", "名称", "单位", "公司名称", "排污单位名称", "name"),
        ),
        Column(
            field="credit_code",
            title="统一社会信用代码",
            parser=Text(120),
            path="credit_code",
            example="91410181MA0000000X",
            help="缺失、校验不符等会提示，按原文保留",
            synonyms=("信用代码", "社会信用代码", "组织机构代码", "credit_code_raw"),
        ),
        district_column(),
        Column(
            field="industry",
            title="行业",
            parser=Text(80),
            path="industry",
            example="水泥制造",
            synonyms=("行业类别", "所属行业", "industry"),
        ),
        Column(
            field="address",
            title="地址",
            parser=Text(200),
            path="address",
            example="大峪沟镇某村",
            synonyms=("详细地址", "生产经营场所地址", "单位地址", "address"),
        ),
        *place_columns(),
        Column(
            field="credit_code_state",
            title="信用代码状态",
            parser=Choice(dict(CreditCodeState.choices)),
            path="credit_code_state",
            read_only=True,
            help="平台核对得出，不导入",
        ),
        Column(
            field="is_key",
            title="重点单位",
            parser=YesNo(),
            path="is_key",
            read_only=True,
            help="由重点单位名录得出，不导入",
        ),
    ),
    fields=(
        "name",
        "credit_code",
        "district_id",
        "industry",
        "address",
        "longitude",
        "latitude",
        "datum",
    ),
    keys=(_name_and_code, _name),
    settle=settle_district,
    review=_review,
    narrow=_narrow,
    derived=("credit_code_clean", "credit_code_state"),
)
