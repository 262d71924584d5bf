"""The people of the demo: one or more for each role, with one rule for their passwords."""

from dataclasses import dataclass
from datetime import datetime

from bihuan.accounts.models import Organisation, Post, User
from bihuan.accounts.queries.agreement import agreement_in_force
from bihuan.accounts.roles import Role
from bihuan.accounts.services.agreement import sign_agreement
from bihuan.main.demo import table
from bihuan.main.demo.county import COUNTY
from bihuan.main.demo.province import PROVINCE


@dataclass(frozen=True, slots=True)
class Person:
    """What the terminal prints of a demo person."""

    username: str
    password: str
    name: str
    role: str
    district: str
    duty: str


def demo_password(username: str) -> str:
    """The one rule of the demo's passwords.

    >>> demo_password("wang")
    'Bihuan-wang-2026'
    """
    return f"Bihuan-{username}-2026"


def _rows(*, real_data: bool) -> list[dict[str, str]]:
    return [row for row in table.rows("people") if real_data or row["data"] != "real"]


def demo_people(*, real_data: bool = False) -> list[Person]:
    """Every demo person in the table's order; some act on real data only."""
    return [
        Person(
            username=row["username"],
            password=demo_password(row["username"]),
            name=row["name"],
            role=Role(row["role"]).label,
            district=row["district"],
            duty=row["duty"],
        )
        for row in _rows(real_data=real_data)
    ]


def enrol_people(*, real_data: bool = False, now: datetime) -> None:
    """Add the demo people (演示账号) with organisations, posts and signatures, where missing."""
    known = {user.username: user for user in User.objects.all()}
    agreement = agreement_in_force()
    for row in _rows(real_data=real_data):
        user = known.get(row["username"]) or _enrol(row)
        if agreement is not None:
            sign_agreement(agreement, name=user.name, by=user, now=now)


def _enrol(row: dict[str, str]) -> User:
    district = row["district"] or (COUNTY if row["kind"] == "monitoring_centre" else PROVINCE)
    organisation, _ = Organisation.objects.get_or_create(
        name=row["organisation"], kind=row["kind"], district_id=district[:6]
    )
    user = User.objects.create_user(
        username=row["username"],
        password=demo_password(row["username"]),
        name=row["name"],
        organisation=organisation,
        is_staff=row["role"] == Role.SYSTEM_ADMIN,
    )
    role = Role(row["role"])
    serves = organisation if role is Role.OPERATOR else None
    Post.objects.create(
        user=user, role=role, district_id=row["district"] or None, organisation=serves
    )
    return user
