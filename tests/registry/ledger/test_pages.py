"""What every list, object page and form of the ledger keeps, beside the contract of all pages."""

import re
from collections.abc import Callable
from datetime import datetime

import pytest
from django.urls import reverse

from bihuan.registry.ledger.ledger import Ledger, ledgers
from bihuan.registry.models import FactorLimit, PointFactor
from bihuan.registry.services import NewDevice, register_device
from tests.people import People, Places
from tests.registry.furnished import Furnished
from tests.registry.ledger.conftest import Login

PART = {"HX-Request": "true", "HX-Target": "list"}
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="\w+"')
WRITES = frozenset(["wang", "li", "zhao", "province", "engineer", "root"])
each_written = pytest.mark.parametrize(
    "ledger", [one for one in ledgers() if one.fields], ids=lambda one: one.key
)
each = pytest.mark.parametrize("ledger", ledgers(), ids=lambda one: one.key)


@pytest.fixture
def object_of(places: Places, furnished: Furnished, now: datetime) -> Callable[[Ledger], int]:
    """The key of a row of each list, in the county of 王."""
    register_device(NewDevice(mn="GYSN0001", points={"": places.plant_point}), by=None, now=now)
    factor = PointFactor.objects.create(point=places.plant_point, factor="a21026", name_zh="硫")
    FactorLimit.objects.create(
        point_factor=factor, averaging="hour", upper=35, source="GB", start="2026-01-01"
    )

    def find(ledger: Ledger) -> int:
        if ledger.key == "organisations":
            return furnished.bureau.pk
        if ledger.key == "enterprises":
            return places.plant.pk
        return int(ledger.sheet.model._default_manager.order_by("pk").values_list("pk")[0][0])

    return find


def address(ledger: Ledger, page: str = "", *given: int) -> str:
    return reverse(f"registry:ledger_{ledger.key}" + (page and f"_{page}"), args=given)


@each
def test_a_list_asks_the_database_little_and_shows_any_column_in_any_order(
    ledger: Ledger,
    object_of: Callable[[Ledger], int],
    people: People,
    login: Login,
    django_assert_max_num_queries: Callable[[int], object],
) -> None:
    client = login(people.li)
    client.get(address(ledger))
    with django_assert_max_num_queries(20):  # type: ignore[attr-defined]
        client.get(address(ledger))
    every = "&".join(f"columns={one}" for one in ledger.columns)
    page = client.get(f"{address(ledger)}?{every}").content.decode()
    for column in ledger.columns.values():
        assert f'data-label="{column.title}"' in page
    for column in ledger.sheet.exported:
        for sort in (column.field, f"-{column.field}"):
            assert client.get(f"{address(ledger)}?sort={sort}", headers=PART).status_code == 200


@each
def test_a_wrong_filter_or_sort_still_gives_the_list(
    ledger: Ledger, furnished: Furnished, people: People, login: Login
) -> None:
    wrong = "?sort=password&columns=x&page=-3&district=1%27&" + "&".join(
        f"{one.name}=nobody" for one in ledger.filters
    )
    assert login(people.wang).get(address(ledger) + wrong).status_code == 200


@each
def test_each_filter_value_gives_the_list(
    ledger: Ledger, object_of: Callable[[Ledger], int], people: People, login: Login
) -> None:
    client = login(people.wang)
    for one in ledger.filters:
        for value, _ in one.choices(people.wang):
            assert client.get(f"{address(ledger)}?{one.name}={value}").status_code == 200


@each
def test_an_object_opens_on_every_tab_for_whom_it_belongs_to(
    ledger: Ledger, object_of: Callable[[Ledger], int], people: People, login: Login
) -> None:
    place, client = address(ledger, "one", object_of(ledger)), login(people.wang)
    page = client.get(place).content.decode()
    tabs = re.findall(r'href="\?tab=(\w+)"', page)
    assert {"facts", "history"} <= set(tabs)
    for tab in tabs:
        whole = TOKEN.sub("", client.get(f"{place}?tab={tab}").content.decode())
        headers = {"HX-Request": "true", "HX-Target": "tab"}
        part = client.get(f"{place}?tab={tab}", headers=headers).content.decode()
        assert part.strip() and TOKEN.sub("", part) in whole
    assert login(people.zhao).get(place).status_code == 403
    assert client.get(address(ledger, "one", 987654)).status_code == 404


@pytest.mark.any_database
@each_written
def test_only_writers_open_the_forms(
    ledger: Ledger, object_of: Callable[[Ledger], int], people: People, login: Login
) -> None:
    writes = WRITES | ({"township"} if ledger.key == "sources" else set())
    answers = {
        name: login(user).get(address(ledger, "new")).status_code
        for name, user in people.all().items()
    }
    assert answers == {name: 200 if name in writes else 403 for name in answers}
    edit = address(ledger, "edit", object_of(ledger))
    assert login(people.wang).get(edit).status_code == 200
    assert login(people.zhao).get(edit).status_code == 403
    assert login(people.supervisor).get(edit).status_code == 403


@each_written
def test_an_untouched_form_saved_again_changes_nothing(
    ledger: Ledger, object_of: Callable[[Ledger], int], people: People, login: Login
) -> None:
    client, edit = login(people.wang), address(ledger, "edit", object_of(ledger))
    form = client.get(edit).context["form"]
    typed = {one.html_name: one.value() for one in form if one.value() not in (None, False)}
    answer = client.post(edit, {**typed, "change_reason": "核对"}, follow=True)
    assert "内容没有变化" in answer.content.decode(), answer.context["form"].errors
