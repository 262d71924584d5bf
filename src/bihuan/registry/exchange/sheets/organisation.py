"""Bodies (单位): bureaus, enforcement bodies, townships, contractors."""

from collections.abc import Collection
from typing import Any

from django.db.models import QuerySet

from bihuan.accounts.models import Organisation, User
from bihuan.accounts.models.organisation import OrganisationKind
from bihuan.accounts.roles import Role
from bihuan.accounts.scope import any_of, within
from bihuan.registry.exchange.columns import choice, organisation, settle_organisation, text
from bihuan.registry.exchange.lookup import Lookup, folded
from bihuan.registry.exchange.reference import district_column, key_column, settle_district
from bihuan.registry.exchange.sheet import Draft, Sheet, Unique, Values


def organisation_rows(
    user: User, *, roles: Collection[Role] | None = None
) -> QuerySet[Organisation]:
    """The bodies of the districts that a person reaches."""
    rows = Organisation.objects.all()
    if user.is_demo_master:
        return rows
    scope = user.data_scope if roles is None else user.data_scope.limited_to(roles)
    return rows.filter(any_of([within("district_id", code) for code in scope.districts]))


def _settle(draft: Draft, look: Lookup) -> None:
    settle_district(draft, look)
    settle_organisation(draft, look, "parent", "上级单位")


def _name(values: Values) -> Any:
    if "name" not in values or "district_id" not in values:
        return None
    return values["district_id"], folded(values["name"])


ORGANISATIONS = Sheet(
    key="organisations",
    title="单位",
    note="每行一个单位：主管部门、监测机构、执法机构、其他部门、乡镇（街道）、运维单位等。",
    model=Organisation,
    rows=organisation_rows,
    columns=(
        key_column("单位编号"),
        text("name", "单位名称", 120, "名称", "机构名称", required=True, example="某市生态环境局"),
        choice(
            "kind",
            "单位类型",
            OrganisationKind.choices,
            "类型",
            "机构类型",
            also={"执法支队": "enforcement", "执法大队": "enforcement", "政府部门": "department"},
            required=True,
            example="执法机构",
        ),
        district_column(),
        organisation("parent", "上级单位", "上级", "主管单位"),
    ),
    fields=("name", "kind", "district_id", "parent_id"),
    keys=(_name,),
    uniques=(Unique("同一行政区划的单位名称", "name", _name),),
    settle=_settle,
)
