"""A province with 40,000 units and millions of cases, written in columns."""

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from random import Random

from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper

from bihuan.accounts.models import District, Organisation, Post, User
from bihuan.accounts.roles import Role
from bihuan.cases.models import Case, ProcedureVersion
from bihuan.cases.services.procedure import publish_shipped
from bihuan.registry.models import Enterprise, EnterprisePerson

CITIES, COUNTIES, UNITS = 21, 10, 40_000
NOW = datetime(2026, 11, 20, 2, tzinfo=UTC)
SPAN = timedelta(days=730)
OPEN_SHARE = 0.03
STAGES = (
    ("to_explain", "待解释", "unit:enterprise:", "企业"),
    ("county_review", "待县审", "district:district:", "区县审核"),
    ("city_review", "待市审", "district:city:", "市级审核"),
    ("province_review", "待省审", "district:province:", "省级审核"),
)
COLUMNS = (
    "kind",
    "version_id",
    "number",
    "title",
    "district_id",
    "province_code",
    "city_code",
    "county_code",
    "enterprise_id",
    "stage",
    "stage_title",
    "state",
    "holder",
    "holder_title",
    "reason",
    "facts",
    "source",
    "hits",
    "raised_at",
    "clock",
    "entered_at",
    "deadline",
    "is_provisional",
    "ticks",
    "urges",
    "escalations",
    "returns",
    "closed_at",
    "on_time",
    "revision",
)


def enrol() -> dict[str, User]:
    """Districts, units, and one person of each level; by level."""
    cities = [f"44{n:02}" for n in range(1, CITIES + 1)]
    counties = [f"{city}{n:02}" for city in cities for n in range(1, COUNTIES + 1)]
    District.objects.create(code="44", name="广东省", level="province")
    District.objects.bulk_create(
        District(code=code, name=f"{code}市", level="city", parent_id="44") for code in cities
    )
    District.objects.bulk_create(
        District(code=code, name=f"{code}区", level="county", parent_id=code[:4])
        for code in counties
    )
    Enterprise.objects.bulk_create(
        [
            Enterprise(name=f"第{n}排污单位有限公司", district_id=counties[n % len(counties)])
            for n in range(UNITS)
        ],
        5_000,
    )
    body = Organisation.objects.create(name="区分局", kind="bureau", district_id="440101")
    people = {}
    for level, role, code in (
        ("province", Role.PROVINCE, "44"),
        ("city", Role.CITY, "4401"),
        ("county", Role.DISTRICT, "440101"),
    ):
        people[level] = User.objects.create(username=level, name=level, organisation=body)
        Post.objects.create(user=people[level], role=role, district_id=code)
    people["unit"] = _staff_of_units()
    publish_shipped(NOW)
    return people


def _staff_of_units() -> User:
    """Somebody who acts for each unit, as each has to be told of its cases; the first of them."""
    staff = User.objects.bulk_create(
        [User(username=f"unit{n}", name=f"企业员工{n}") for n in range(UNITS)], 5_000
    )
    Post.objects.bulk_create([Post(user=one, role=Role.ENTERPRISE) for one in staff], 5_000)
    units = Enterprise.objects.order_by("pk").values_list("pk", flat=True)
    links = [
        EnterprisePerson(user=one, enterprise_id=unit)
        for one, unit in zip(staff, units, strict=True)
    ]
    EnterprisePerson.objects.bulk_create(links, 5_000)
    return staff[0]


def write_cases(count: int) -> None:
    """Write so many cases: COPY on PostgreSQL, executemany on SQLite; then gather statistics."""
    version = ProcedureVersion.objects.get(code="exceedance_task").pk
    units = list(Enterprise.objects.order_by("pk").values_list("pk", "name", "district_id"))
    rows = _rows(count, version, units)  # asks nothing: a COPY holds the connection
    table = Case._meta.db_table
    names = ", ".join(COLUMNS)
    with transaction.atomic(), connection.cursor() as cursor, _without_indexes(cursor, table):
        if connection.vendor == "postgresql":
            _copy(cursor, f"COPY {table} ({names}) FROM STDIN", rows)
        else:
            marks = ", ".join("%s" for _ in COLUMNS)
            while portion := _portion(rows, 20_000):
                cursor.executemany(f"INSERT INTO {table} ({names}) VALUES ({marks})", portion)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


INDEXES = {
    "postgresql": "SELECT c.relname, pg_get_indexdef(c.oid) FROM pg_index i JOIN pg_class c"
    " ON c.oid = i.indexrelid WHERE i.indrelid = %s::regclass AND NOT EXISTS"
    " (SELECT 1 FROM pg_constraint WHERE conindid = c.oid)",
    "sqlite": "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND tbl_name = %s"
    " AND sql IS NOT NULL",
}


@contextmanager
def _without_indexes(cursor: CursorWrapper, table: str) -> Iterator[None]:
    """Made again after the rows: many times faster than kept for each of them."""
    cursor.execute(INDEXES[connection.vendor], [table])
    found = cursor.fetchall()
    if connection.vendor == "postgresql":
        cursor.execute("SET LOCAL session_replication_role = replica")  # no foreign keys
    for name, _ in found:
        cursor.execute(f"DROP INDEX {name}")
    yield
    for _, definition in found:
        cursor.execute(definition)


def _copy(cursor: CursorWrapper, statement: str, rows: Iterator[tuple[object, ...]]) -> None:
    with cursor.copy(statement) as copying:
        for row in rows:
            copying.write_row(row)


def _portion(rows: Iterator[tuple[object, ...]], size: int) -> list[tuple[object, ...]]:
    portion = []
    for row in rows:
        portion.append(row)
        if len(portion) == size:
            break
    return portion


def _rows(
    count: int, version: int, units: Sequence[tuple[int, str, str]]
) -> Iterator[tuple[object, ...]]:
    dice = Random(7)
    postgres = connection.vendor == "postgresql"
    empty, none = json.dumps({}), json.dumps([])
    step = SPAN / count

    def moment(when: datetime | None) -> object:
        if when is None or postgres:
            return when
        return when.strftime("%Y-%m-%d %H:%M:%S.%f")

    for n in range(count):
        unit, name, district = units[dice.randrange(len(units))]
        raised = NOW - SPAN + step * n
        is_open = dice.random() < OPEN_SHARE or (n > count * 0.995)
        stage = STAGES[dice.randrange(4)] if is_open else ("closed", "办结", "", "")
        closed = None if is_open else raised + timedelta(hours=dice.randrange(4, 300))
        yield (
            "exceedance_task",
            version,
            f"CB{district}{raised.year}{n:07}",
            f"{name} {n % 3 + 1}#排放口 二氧化硫小时均值超标",
            district,
            district[:2],
            district[:4],
            district[:6],
            unit,
            stage[0],
            stage[1],
            "open" if is_open else "closed",
            stage[2],
            stage[3],
            "小时均值超过限值",
            empty,
            f"watch:{n}",
            1,
            moment(raised),
            empty,
            moment(raised),
            moment(NOW + timedelta(hours=dice.randrange(-200, 60)) if is_open else None),
            False,
            none,
            0,
            0,
            0,
            moment(closed),
            None if is_open else dice.random() < 0.9,
            0,
        )
