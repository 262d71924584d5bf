"""People who act for enterprises (企业人员)."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.contrib.auth.hashers import make_password
from django.db.models import QuerySet

from bihuan.accounts.models import User
from bihuan.accounts.roles import Role
from bihuan.registry.exchange.lookup import Lookup
from bihuan.registry.exchange.parser import Text
from bihuan.registry.exchange.reference import enterprise_columns, settle_enterprise
from bihuan.registry.exchange.sheet import Column, Draft, Made, Sheet, Unique, Values
from bihuan.registry.models import Enterprise, EnterprisePerson


def _rows(user: User, *, roles: Collection[Role] | None = None) -> QuerySet[EnterprisePerson]:
    seen = Enterprise.objects.visible_to(user, roles=roles)
    return EnterprisePerson.objects.filter(enterprise__in=seen.values("pk")).order_by(
        "enterprise__district", "enterprise__name", "user__username"
    )


def _settle(draft: Draft, look: Lookup) -> None:
    enterprise = settle_enterprise(draft, look)
    if enterprise is not None:
        draft.values["enterprise_id"] = enterprise
    name, phone = draft.take("name"), draft.take("phone")
    draft.extra |= {"name": name or "", "phone": phone or ""}


def _review(drafts: Sequence[Draft], known: Mapping[Any, Values], look: Lookup) -> None:
    fresh: dict[str, tuple[str, int]] = {}
    for draft in drafts:
        username, name = draft.merged(known).get("user__username"), draft.extra["name"]
        if username in look.people:
            if name and name != look.people[username][0]:
                draft.doubt("name", f"与账号 {username} 登记的姓名不同，姓名未修改")
        elif username and not name:
            draft.bad("name", f"账号 {username} 尚不存在，新建须填写姓名")
        elif username:
            first = fresh.setdefault(username, (name, draft.line))
            if first[0] != name:
                draft.bad("name", f"账号 {username} 在第 {first[1]} 行的姓名是“{first[0]}”")
            draft.doubt("user__username", "将新建账号；启用登录须由安全管理员授予岗位并设置密码")


def _link(values: Values) -> Any:
    if not values.get("user__username") or "enterprise_id" not in values:
        return None
    return values["user__username"], values["enterprise_id"]


def _accounts(rows: list[Any], look: Lookup, now: datetime) -> Made:
    """Accounts of people who have none: without password and post, nobody can log in with them."""
    fresh = {
        row.values["user__username"]: row.extra
        for row in rows
        if row.values["user__username"] not in look.people
    }
    made = User.objects.bulk_create(
        [
            User(username=username, password=make_password(None), date_joined=now, **told)
            for username, told in fresh.items()
        ]
    )
    wanted = {row.values["user__username"] for row in rows}
    keys = dict(User.objects.filter(username__in=wanted).values_list("username", "pk"))
    for row in rows:
        row.values["user_id"] = keys[row.values.pop("user__username")]
    return [(User._meta.label, [user.pk for user in made])]


PEOPLE = Sheet(
    key="people",
    title="企业人员",
    note="每行一位企业人员与一家企业的关系；同一人负责几家企业就写几行。",
    model=EnterprisePerson,
    rows=_rows,
    columns=(
        *enterprise_columns(),
        Column(
            field="user__username",
            title="登录名",
            parser=Text(150),
            path="user__username",
            required=True,
            example="chenhb",
            help="已有账号直接关联；没有的新建（不能登录，待安全管理员启用）",
            synonyms=("账号", "用户名", "登录账号"),
        ),
        Column(
            field="name",
            title="姓名",
            parser=Text(40),
            path="user__name",
            example="陈某",
            help="仅用于新建账号，不修改已有账号",
            synonyms=("联系人", "环保负责人", "人员姓名"),
        ),
        Column(
            field="phone",
            title="手机",
            parser=Text(20),
            example="",
            help="仅用于新建账号；不导出",
            synonyms=("电话", "联系电话", "手机号", "手机号码"),
            sealed=True,
        ),
    ),
    fields=("user__username", "enterprise_id"),
    keys=(_link,),
    uniques=(Unique("人员与企业的关系", "user__username", _link),),
    settle=_settle,
    review=_review,
    before=_accounts,
    personal=True,
)
