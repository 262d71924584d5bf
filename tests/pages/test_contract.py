"""What every page keeps: who may open it, how much it asks, that its parts are its own."""

import re
from collections.abc import Callable
from dataclasses import dataclass, fields

import pytest
from django.test import Client
from django.urls import reverse

from bihuan.registry.ledger.ledger import ledger_of, ledgers
from bihuan.registry.models import Interface, Vehicle
from tests.pages.conftest import County, Login
from tests.people import People
from tests.registry.furnished import furnish

BUSINESS = frozenset(
    [
        "wang",
        "li",
        "zhao",
        "chen",
        "province",
        "township",
        "operator",
        "engineer",
        "supervisor",
        "wall_screen",
        "root",
    ]
)
REGISTRARS = frozenset(["wang", "li", "zhao", "province", "engineer"])
OF_THE_PLANT = BUSINESS - {"zhao", "township", "operator"}
OF_THE_COUNTY = BUSINESS - {"zhao", "operator", "chen"}
KEEPERS = REGISTRARS | {"system_admin", "root"}
EVERYBODY = frozenset(one.name for one in fields(People))
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="\w+"')


@dataclass(frozen=True)
class Contract:
    """One page: its address, who may open it, its parts, and a bound on its queries."""

    name: str
    address: Callable[[County], str]
    entitled: frozenset[str]
    parts: tuple[str, ...] = ()
    queries: int = 24  # five of them for the bar and the menu


def of_point(name: str) -> Callable[[County], str]:
    return lambda county: reverse(name, args=[county.point.pk])


def of_plant(name: str) -> Callable[[County], str]:
    return lambda county: reverse(name, args=[county.places.plant.pk])


def of_device(name: str) -> Callable[[County], str]:
    return lambda county: reverse(name, args=[county.device.pk])


def plain(name: str) -> Callable[[County], str]:
    return lambda county: reverse(name)


def datum(county: County, name: str) -> str:
    query = "?kind=hour&factor=a21026&start=1795192200000"
    return reverse(name, args=[county.point.pk]) + query


def of_interface(name: str) -> Callable[[County], str]:
    def address(county: County) -> str:
        found, _ = Interface.objects.get_or_create(
            key="province",
            defaults={
                "name": "省平台",
                "kind": "http",
                "district_id": "410181",
                "purpose": "省控站",
                "settings": {"address": "http://127.0.0.1/"},
            },
        )
        return reverse(name, args=[found.pk])

    return address


def of_ledger(key: str) -> Callable[[County], str]:
    """The first object of a list, in a county where each list has one."""

    def address(county: County) -> str:
        if not Vehicle.objects.exists():
            furnish(county.places)
        model = ledger_of(key).sheet.model
        pk = model._default_manager.order_by("pk").values_list("pk", flat=True)[0]
        return reverse(f"registry:ledger_{key}_one", args=[pk])

    return address


LEDGERS = [
    *(
        Contract(f"ledger {one.key}", plain(f"registry:ledger_{one.key}"), BUSINESS, ("list",))
        for one in ledgers()
    ),
    Contract("a permit", of_ledger("permits"), OF_THE_PLANT, ("tab",)),
    Contract("a station", of_ledger("stations"), OF_THE_COUNTY, ("tab",)),
    Contract("a source", of_ledger("sources"), OF_THE_COUNTY, ("tab",)),
    Contract("a vehicle", of_ledger("vehicles"), OF_THE_COUNTY - {"township"}, ("tab",)),
    Contract("new station", plain("registry:ledger_stations_new"), REGISTRARS | {"root"}),
    Contract("new source", plain("registry:ledger_sources_new"), REGISTRARS | {"root", "township"}),
    Contract(
        "exchange",
        plain("registry:exchange"),
        REGISTRARS | {"root"},
        ("runs",),
        queries=40,  # it counts the rows of each list
    ),
    Contract(
        "import upload",
        lambda county: reverse("registry:import_upload", args=["stations"]),
        REGISTRARS | {"root"},
    ),
    Contract("check review", plain("registry:check_review"), BUSINESS),
    Contract("coverage", plain("registry:coverage"), BUSINESS),
    Contract("siting gaps", plain("registry:siting_gaps"), BUSINESS),
    Contract("duty matrix", plain("registry:duty_matrix"), BUSINESS),
]
PAGES = [
    *LEDGERS,
    Contract("map", plain("map:page"), BUSINESS),
    Contract("components", plain("ui:components"), frozenset(["root"])),
    Contract("manual", plain("manual:contents"), EVERYBODY, ("manual",)),
    Contract("manual page", lambda county: reverse("manual:page", args=["map"]), EVERYBODY),
    Contract("manual search", lambda county: reverse("manual:contents") + "?q=限值", EVERYBODY),
    Contract("map places", lambda county: reverse("map:places", args=["enterprise"]), BUSINESS),
    Contract("live", plain("registry:live"), BUSINESS, ("board",)),
    Contract("wall", plain("registry:wall"), BUSINESS, ("wall",)),
    Contract("points", plain("registry:points"), BUSINESS, ("list",)),
    Contract("point", of_point("registry:point"), OF_THE_PLANT, ("head", "series")),
    Contract("series", of_point("registry:point_series"), OF_THE_PLANT),
    Contract("export", of_point("registry:point_export"), OF_THE_PLANT),
    Contract("value", lambda county: datum(county, "registry:point_value"), OF_THE_PLANT),
    Contract("packet", lambda county: datum(county, "registry:point_packet"), OF_THE_PLANT),
    Contract("enterprises", plain("registry:enterprises"), BUSINESS, ("list",)),
    Contract("enterprise", of_plant("registry:enterprise"), OF_THE_PLANT),
    Contract(
        "search",
        lambda county: reverse("registry:search") + "?q=水泥",
        BUSINESS,
        queries=27,  # PostgreSQL is told once how to plan, between two marks of a transaction
    ),
    Contract("devices", plain("registry:devices"), BUSINESS, ("list",)),
    Contract("device", of_device("registry:device"), OF_THE_PLANT, ("commands", "state")),
    Contract(
        "new command",
        of_device("registry:new_command"),
        OF_THE_PLANT - {"supervisor", "wall_screen", "chen", "root"},
    ),
    Contract("commands", plain("registry:commands"), BUSINESS, ("commands",)),
    Contract("quarantine", plain("registry:quarantine"), REGISTRARS, ("list",)),
    Contract("links", plain("registry:links"), BUSINESS, ("links",)),
    Contract("gaps", lambda county: reverse("registry:links") + "?view=gaps", BUSINESS, ("links",)),
    Contract("interfaces", plain("registry:interfaces"), BUSINESS, ("interfaces",), queries=30),
    Contract(
        "interface",
        of_interface("registry:interface"),
        OF_THE_PLANT - {"chen"},
        ("runs",),
    ),
    Contract("new interface", plain("registry:new_interface"), REGISTRARS | {"root"}),
    Contract(
        "interface settings",
        of_interface("registry:edit_interface"),
        (REGISTRARS | {"root"}) - {"zhao"},
    ),
    Contract("health", plain("health"), KEEPERS, ("health",), queries=60),
]
each_page = pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)


@each_page
def test_the_entitled_get_the_page_and_others_are_refused(
    page: Contract, county: County, login: Login
) -> None:
    address = page.address(county)
    answers = {
        name: login(user).get(address).status_code for name, user in county.people.all().items()
    }
    expected = {name: 200 if name in page.entitled else 403 for name in answers}
    assert answers == expected


@pytest.mark.any_database
@each_page
def test_a_page_leads_visitors_to_the_login_asks_little_and_keeps_its_parts(
    page: Contract,
    county: County,
    login: Login,
    django_assert_max_num_queries: Callable[[int], object],
) -> None:
    client, address = login(county.people.wang), page.address(county)
    with django_assert_max_num_queries(page.queries):  # type: ignore[attr-defined]
        answer = client.get(address)
    whole = TOKEN.sub("", answer.content.decode())
    for part in page.parts:
        headers = {"HX-Request": "true", "HX-Target": part}
        own = TOKEN.sub("", client.get(address, headers=headers).content.decode())
        assert "<html" not in own
        assert own.strip()
        assert own in whole
    assert "script-src 'self';" in answer["Content-Security-Policy"]
    assert "<script>" not in whole
    visitor = Client().get(address)
    assert visitor.status_code == 302
    assert visitor["Location"].startswith(reverse("accounts:login"))


BAD = [
    "live/?page=99999",
    "live/?page=x&district=44&medium=nonsense&standing=%27%3B--",
    "live/?enterprise=abc",
    "live/?text=" + "长" * 200,
    "points/?district=1%27&page=-1",
    "devices/?edition=1999",
    "links/?sort=password&cause=nobody&page=0",
    "links/?sort=name%3Bdrop",
    "points/{point}/?kind=century",
    "points/{point}/?span=custom",
    "points/{point}/?span=custom&begin=2026-11-21T00:00&end=2026-11-01T00:00",
    "points/{point}/?kind=realtime&span=custom&begin=2020-01-01T00:00&end=2026-01-01T00:00",
    "points/{point}/?factor=nothing",
    "points/{point}/?span=custom&begin=0001-01-01T00:00&end=9999-12-31T00:00&kind=year",
    "points/{point}/?view=table&page=z",
]


def test_a_wrong_address_still_gives_the_page(county: County, login: Login) -> None:
    client = login(county.people.wang)
    answers = {one: client.get("/" + one.format(point=county.point.pk)).status_code for one in BAD}
    assert answers == dict.fromkeys(BAD, 200)


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("points/{point}/series.json?kind=century", "不是可用的选项"),
        ("points/{point}/series.json?span=custom", "须填写开始时间和结束时间"),
        ("points/{point}/value?factor=a21026&kind=hour&start=x", "请从曲线或数据表重新点选"),
        ("points/{point}/packet?kind=hour", "请从曲线或数据表重新点选"),
        ("points/{point}/series.csv?factor=" + "&factor=".join("abcdefg"), "监测因子"),
    ],
)
def test_a_wrong_question_is_answered_in_words(
    address: str, words: str, county: County, login: Login
) -> None:
    answer = login(county.people.wang).get("/" + address.format(point=county.point.pk))
    assert answer.status_code == 400
    assert answer["Content-Type"].startswith("text/plain")


def test_a_page_that_does_not_exist_says_so_in_chinese(county: County, login: Login) -> None:
    answer = login(county.people.wang).get("/points/999999/")
    assert answer.status_code == 404
    assert "页面不存在" in answer.content.decode()


def test_a_refusal_says_so_in_chinese(county: County, login: Login) -> None:
    answer = login(county.people.zhao).get(f"/points/{county.point.pk}/")
    assert "没有权限" in answer.content.decode()


@pytest.mark.any_database
def test_who_has_nothing_to_see_is_told_why(county: County, login: Login, people: People) -> None:
    newcomer = people.visitor
    newcomer.posts.create(role="district", district_id="410199")
    client = login(newcomer)
    for address in ("/live/", "/points/", "/devices/", "/links/", "/commands/"):
        assert "empty-state" in client.get(address).content.decode(), address
