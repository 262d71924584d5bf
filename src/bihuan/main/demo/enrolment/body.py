"""Bodies of the demo: departments of the county, bureaus and enforcement bodies of the province."""

from collections.abc import Iterator
from datetime import date

from bihuan.accounts.models import District, Organisation
from bihuan.accounts.models.organisation import OrganisationKind
from bihuan.accounts.scope import within
from bihuan.main.demo import table
from bihuan.main.demo.county import COUNTY, townships
from bihuan.main.demo.province import PROVINCE
from bihuan.registry.models import Contact, Department, Duty, DutyPart

SURNAMES = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨"
POSTS = ("科长", "副科长", "科员")
DUTIES_FROM = date(2026, 1, 1)
SKY = "大气污染防治网格化管理"


def enrol_bodies() -> None:
    """Add departments with duties and contacts, townships, and the province's bodies, once."""
    if Department.objects.exists():
        return
    for row in table.rows("departments"):
        _enrol(row)
    for place in townships():
        body = _body(f"{place.name}办事处" if "街道" in place.name else f"{place.name}人民政府")
        office = Department.objects.create(organisation=body, name="生态环境办公室")
        Duty.objects.create(
            department=office, matter=SKY, part=DutyPart.TERRITORY, start=DUTIES_FROM
        )
        _contacts(office)
    Organisation.objects.bulk_create(_provincial(), ignore_conflicts=True)
    _hang_up()


def _body(name: str) -> Organisation:
    found, _ = Organisation.objects.get_or_create(
        name=f"{name}（演示）", district_id=COUNTY, defaults={"kind": OrganisationKind.TOWNSHIP}
    )
    return found


def _enrol(row: dict[str, str]) -> None:
    body, _ = Organisation.objects.get_or_create(
        name=row["organisation"], district_id=COUNTY, defaults={"kind": row["kind"]}
    )
    office = Department.objects.create(
        organisation=body, name=row["department"], telephone=row["telephone"]
    )
    for matter, part in (one.split(":") for one in row["duties"].split(";")):
        Duty.objects.create(
            department=office,
            matter=matter,
            part=part,
            content=f"负责{matter}的日常监管、问题整改和反馈",
            basis="大气污染防治职责清单（演示）",
            start=DUTIES_FROM,
        )
    _contacts(office)


def _contacts(office: Department) -> None:
    """Two people of each department; no number that could be anybody's."""
    for order in range(2):
        number = office.pk * 2 + order
        Contact.objects.create(
            department=office,
            name=f"{SURNAMES[number % len(SURNAMES)]}某{number:03d}",
            post=POSTS[order],
            telephone=office.telephone,
            is_first=order == 0,
            certificate=f"演示{number:06d}" if order else "",
            certificate_until=date(2026 + number % 4, 1 + number % 12, 1) if order else None,
        )


def _provincial() -> Iterator[Organisation]:
    """A bureau and an enforcement body for each city and county of Guangdong."""
    for row in District.objects.filter(code__startswith=PROVINCE, level__in=("city", "county")):
        is_city = row.level == "city"
        yield Organisation(
            name=f"{row.name}生态环境局（演示）" if is_city else f"{row.name}分局（演示）",
            kind=OrganisationKind.BUREAU,
            district=row,
        )
        yield Organisation(
            name=f"{row.name}生态环境综合执法{'支队' if is_city else '大队'}（演示）",
            kind=OrganisationKind.ENFORCEMENT,
            district=row,
        )


def _hang_up() -> None:
    """Hang each body of a county beneath the city's body of its kind."""
    kinds = (OrganisationKind.BUREAU, OrganisationKind.ENFORCEMENT)
    rows = Organisation.objects.select_related("district").filter(
        within("district_id", PROVINCE), kind__in=kinds
    )
    heads = {
        (one.district_id, one.kind): one
        for one in rows
        if len(one.district_id) == 4 and one.name.startswith(one.district.name)
    }
    changed = []
    for one in rows:
        head = heads.get((one.district_id[:4], one.kind))
        if len(one.district_id) > 4 and head is not None:
            one.parent = head
            changed.append(one)
    Organisation.objects.bulk_update(changed, ["parent"])
