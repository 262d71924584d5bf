"""What every page of the room keeps: who may open it, how much it asks, its parts, its words."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from io import BytesIO
from types import SimpleNamespace

import pytest
from django.test import Client
from django.urls import reverse
from python_calamine import CalamineWorkbook

from bihuan.accounts.models import AuditEntry, User
from bihuan.air.models import Doubt, ExclusionReason, Review
from bihuan.air.queries.process import processes
from bihuan.air.series.block import midnight
from bihuan.air.series.values import values_at
from bihuan.air.services.bulletin import write_bulletin
from bihuan.air.services.doubt import raise_doubt
from bihuan.air.services.exclusion import AbnormalHours, report_abnormal
from bihuan.registry.models import MonitoringPoint
from bihuan.ui.recent import Recent
from tests.air.conftest import TODAY, AirCounty
from tests.air.test_bulletin import draft

SEES = {"wang", "li", "province", "engineer", "supervisor", "wall_screen", "root"}
ENTITLED = frozenset(SEES | {"zhao", "township"})
OF_COUNTY = frozenset(SEES)
IN_TOWN = frozenset(SEES | {"township"})
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="\w+"')


@dataclass(frozen=True)
class Filled:
    """The county with one of everything."""

    air: AirCounty
    doubt: Doubt
    report: int
    bulletin: int
    process: str


@pytest.fixture
def filled(air: AirCounty, monkeypatch: pytest.MonkeyPatch) -> Filled:
    """A week of hours, a doubt, a report, a bulletin and a course."""
    monkeypatch.setattr("bihuan.main.clock.timezone", SimpleNamespace(now=lambda: air.now))
    air.steady(TODAY - timedelta(days=7), 7)
    air.hours(
        "GY-T-05", "a34002", TODAY - timedelta(days=1), [80.0] * 8 + [260.0] * 6 + [80.0] * 10
    )
    start = midnight(TODAY - timedelta(days=1)) + timedelta(hours=10)
    doubt = raise_doubt(
        air.points["GY-T-05"],
        factor="a34002",
        start=start,
        end=start + timedelta(hours=4),
        because="偏高",
        by=air.analyst,
        now=air.now,
    )
    hours = AbnormalHours(
        "a34002",
        start,
        start + timedelta(hours=4),
        ExclusionReason.INSTRUMENT,
        "质控记录第三页不合格",
    )
    report = report_abnormal(air.points["GY-S-01"], hours, by=air.analyst, now=air.now)
    made = write_bulletin(draft(), district=air.district, by=air.analyst, now=air.now)
    values = values_at(air.now)
    course = processes(values, values.sites, now=air.now)[0]
    return Filled(air, doubt, report.pk, made.pk, course.key)


@dataclass(frozen=True)
class Contract:
    """One page: its address, who may open it, its parts, and a bound on its queries."""

    name: str
    address: Callable[[Filled], str]
    entitled: frozenset[str] = ENTITLED
    parts: tuple[str, ...] = ()
    queries: int = 30


def plain(name: str, query: str = "") -> Callable[[Filled], str]:
    return lambda filled: reverse(f"air:{name}") + query


def site(name: str) -> Callable[[Filled], str]:
    return lambda filled: reverse(f"air:{name}", args=[filled.air.site("GY-T-05").station])


PAGES = [
    Contract("board", plain("board"), parts=("board",)),
    Contract("site", site("site"), IN_TOWN),
    Contract("site series", site("site_series"), IN_TOWN),
    Contract("townships", plain("townships")),
    Contract("township", lambda f: reverse("air:township", args=["410181105"]), IN_TOWN),
    Contract("township series", lambda f: reverse("air:township_series", args=["410181105"])),
    Contract("curves", plain("curves"), parts=("curves",)),
    Contract("curves data", plain("curves_data")),
    Contract("ranking", plain("ranking"), parts=("ranking",)),
    Contract("ranking export", plain("ranking_export")),
    Contract("county", plain("county"), parts=("county",)),
    Contract("targets", plain("targets"), parts=("targets",)),
    Contract("benchmark", plain("benchmark")),
    Contract("figures", plain("figures"), parts=("figure",)),
    Contract("hot spots", plain("hot_spots"), parts=("spots",)),
    Contract("processes", plain("processes"), parts=("list",)),
    Contract("process", lambda f: reverse("air:process", args=[f.process]), IN_TOWN),
    Contract("ledger", plain("ledger")),
    Contract("bulletins", plain("bulletins")),
    Contract("bulletin", lambda f: reverse("air:bulletin", args=[f.bulletin]), OF_COUNTY),
    Contract("desk", plain("desk"), parts=("queue",)),
    Contract("doubt", lambda f: reverse("air:doubt", args=[f.doubt.pk]), IN_TOWN),
    Contract("exclusions", plain("exclusions")),
    Contract("dust", plain("dust")),
    Contract("tasks", plain("tasks")),
    Contract("drives", plain("drives")),
    Contract("measures", plain("measures")),
    Contract("audited", plain("audited")),
    Contract("exclusion statistics", plain("exclusion_statistics"), ENTITLED | {"auditor"}),
    Contract("exclusion", lambda f: reverse("air:exclusion", args=[f.report]), IN_TOWN),
]
GROUPS = [PAGES[first::6] for first in range(6)]
"""Pages that are asked in one county: to make it takes longer than to ask."""


def login(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.mark.parametrize("pages", GROUPS, ids=lambda pages: ", ".join(one.name for one in pages))
def test_pages_keep_their_contract(
    pages: list[Contract], filled: Filled, django_assert_max_num_queries: Callable[[int], object]
) -> None:
    clients = {name: login(user) for name, user in filled.air.people.all().items()}
    client = login(filled.air.analyst)
    for page in pages:
        address = page.address(filled)
        answers = {name: one.get(address).status_code for name, one in clients.items()}
        expected = {name: 200 if name in page.entitled else 403 for name in clients}
        assert answers == expected, page.name
        with django_assert_max_num_queries(page.queries):  # type: ignore[attr-defined]
            answer = client.get(address)
        whole = TOKEN.sub("", answer.content.decode(errors="replace"))
        assert "script-src 'self';" in answer["Content-Security-Policy"]
        assert "<script>" not in whole, page.name
        for part in page.parts:
            headers = {"HX-Request": "true", "HX-Target": part}
            own = TOKEN.sub("", client.get(address, headers=headers).content.decode())
            assert own.strip() and "<html" not in own
            assert own in whole, page.name
        assert Client().get(address)["Location"].startswith(reverse("accounts:login"))


WRONG = [
    "?station_class=x&metric=%27",
    "ranking/?kind=any",
    "ranking/?kind=any&begin=2026-11-20&end=2026-11-01",
    "ranking/?day=0001-01-01&metric=nothing",
    "county/?kind=century&choice=1999",
    "curves/?site=999999&length=any",
    "curves/?item=pm99",
    "figures/?site=abc&kind=pie",
    "figures/?begin=2026-11-20&end=2020-01-01",
    "hot-spots/?days=7",
    "benchmark/?day=2026-99-99",
    "processes/?page=z",
    "review/?rule=nobody&page=99",
]


def test_a_wrong_address_still_gives_the_page(filled: Filled) -> None:
    client = login(filled.air.analyst)
    answers = {one: client.get(f"/air/{one}").status_code for one in WRONG}
    assert answers == dict.fromkeys(WRONG, 200)


@pytest.mark.requirement("A1.7", "C2", "D1")
def test_the_ranking_says_its_basis_and_its_export_is_on_record(filled: Filled) -> None:
    client = login(filled.air.analyst)
    text = client.get(reverse("air:ranking")).content.decode()
    assert "HJ 633-2026" in text and "2026 版限值等权" in text
    sheet = client.get(reverse("air:ranking_export") + "?choice=2012").content.decode("utf-8-sig")
    assert "HJ 633-2012" in sheet
    assert AuditEntry.objects.filter(action="air.export_ranking").count() == 1


def test_a_form_keeps_what_was_written_and_says_what_is_missing(filled: Filled) -> None:
    client = login(filled.air.analyst)
    answer = client.post(
        reverse("air:decide", args=[filled.doubt.pk]), {"state": "invalid", "note": "针阀卡滞"}
    )
    assert answer.status_code == 400
    assert "针阀卡滞" in answer.content.decode()
    assert not Review.objects.exists()
    done = client.post(
        reverse("air:decide", args=[filled.doubt.pk]),
        {"state": "invalid", "note": "针阀卡滞", "reason": "instrument"},
    )
    assert done.status_code == 302 and Review.objects.count() == 1


def test_a_reader_only_sees_no_form_and_may_not_write(filled: Filled) -> None:
    client = login(filled.air.people.supervisor)
    text = client.get(reverse("air:doubt", args=[filled.doubt.pk])).content.decode()
    assert "提交审核" not in text
    answer = client.post(
        reverse("air:decide", args=[filled.doubt.pk]),
        {"state": "valid", "note": "x", "reason": "checked"},
    )
    assert answer.status_code == 403


def test_every_act_of_the_desk_goes_through_its_page(filled: Filled) -> None:
    client = login(filled.air.analyst)
    report = reverse("air:exclusion", args=[filled.report])
    assert client.post(reverse("air:what_if", args=[filled.report])).status_code == 302
    assert "全市当月综合指数" in client.get(report).content.decode()
    client.post(
        reverse("air:answer_abnormal", args=[filled.report]),
        {"accepted": "no", "answer": "证据不足"},
    )
    assert "正在事项" in client.get(report).content.decode()
    enter = reverse("air:enter_instruction", args=[filled.process])
    said = {"kind": "study", "title": "研判", "text": "疑似工地扬尘"}
    assert client.post(enter, said).status_code == 302
    assert "疑似工地扬尘" in client.get(reverse("air:ledger")).content.decode()


@pytest.mark.requirement("A3.9")
def test_a_figure_comes_as_a_picture(filled: Filled) -> None:
    client = login(filled.air.analyst)
    for kind in ("hour", "correlation", "wind"):
        answer = client.get(reverse("air:figure_image") + f"?kind={kind}")
        assert answer["Content-Type"] == "image/png"
        assert answer.content.startswith(b"\x89PNG")


@pytest.mark.requirement("A7.7")
def test_one_click_gives_a_townships_pack(filled: Filled) -> None:
    client = login(filled.air.analyst)
    answer = client.get(reverse("air:township_pack", args=["410181105"]))
    book = CalamineWorkbook.from_filelike(BytesIO(answer.content))
    assert book.sheet_names == ["概况", "逐日", "小时规律", "异常过程", "本地源", "事项"]
    names = {row[0] for row in book.get_sheet_by_name("概况").to_python()[2:]}
    assert names == {"一号省控站", "大峪沟站", "大峪沟微站1号", "大峪沟微站2号"}
    days = book.get_sheet_by_name("逐日").to_python()[2:]
    assert len(days) == 4 * 20


def test_pages_without_a_station_show_an_empty_state(air: AirCounty) -> None:
    MonitoringPoint.objects.all().delete()
    Recent.forget_all()
    client = login(air.analyst)
    for name in ("ranking", "board", "processes", "hot_spots", "townships"):
        assert client.get(reverse(f"air:{name}")).status_code == 200, name
