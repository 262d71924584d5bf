"""The pages of imports: who may open them, what they cost, that their parts are their own."""

from collections.abc import Callable
from datetime import datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from bihuan.registry.models import Enterprise, ImportRun, ImportState
from tests.people import People, Places
from tests.registry.exchange.given import checked, csv_file

HEAD = ["单位名称", "统一社会信用代码", "行政区划", "行业"]
ROWS = [
    HEAD,
    ["巩义甲厂", "-", "410181", "水泥"],
    ["巩义水泥厂", "", "410181", "水泥"],
    ["", "", "410181", ""],
]
REGISTRARS = {"wang", "li", "zhao", "province", "engineer", "root"}
SEEING_WANGS = {"wang", "li", "province", "engineer", "root"}
BUSINESS = REGISTRARS | {
    "chen",
    "township",
    "operator",
    "supervisor",
    "wall_screen",
}


def client_of(user: object) -> Client:
    client = Client()
    client.force_login(user)  # type: ignore[arg-type]
    return client


@pytest.fixture
def run(people: People, now: datetime) -> ImportRun:
    """A preview with a new row, a changed one, a bad one and a doubt."""
    return checked("enterprises", csv_file(ROWS), by=people.wang, now=now)


def addresses(run: ImportRun) -> dict[str, tuple[str, set[str]]]:
    return {
        "exchange": (reverse("registry:exchange"), REGISTRARS),
        "upload": (reverse("registry:import_upload", args=["points"]), REGISTRARS),
        "template": (reverse("registry:import_template", args=["points"]), REGISTRARS),
        "run": (reverse("registry:import_run", args=[run.pk]), SEEING_WANGS),
        "map": (reverse("registry:import_run", args=[run.pk]) + "?map=1&header=9", SEEING_WANGS),
        "findings": (reverse("registry:import_findings", args=[run.pk]), SEEING_WANGS),
        "export": (reverse("registry:export_list", args=["enterprises", "csv"]), BUSINESS),
        "people": (reverse("registry:export_list", args=["people", "xlsx"]), REGISTRARS),
    }


PAGES = ["exchange", "upload", "template", "run", "map", "findings", "export", "people"]


@pytest.mark.parametrize("page", PAGES)
def test_the_entitled_get_the_page_and_others_are_refused(
    page: str, run: ImportRun, people: People
) -> None:
    address, entitled = addresses(run)[page]
    answers = {
        name: client_of(user).get(address).status_code for name, user in vars(people).items()
    }
    opens = 302 if page == "people" else 200  # personal data lead to a request
    assert answers == {name: opens if name in entitled else 403 for name in answers}


@pytest.mark.any_database
@pytest.mark.parametrize("page", PAGES)
def test_a_page_asks_the_database_little(
    page: str,
    run: ImportRun,
    people: People,
    django_assert_max_num_queries: Callable[[int], object],
) -> None:
    client = client_of(people.wang)
    with django_assert_max_num_queries(40):  # type: ignore[attr-defined]
        client.get(addresses(run)[page][0])


@pytest.mark.any_database
@pytest.mark.parametrize(
    ("page", "part"), [("exchange", "runs"), ("run", "run"), ("run", "findings"), ("map", "run")]
)
def test_a_part_is_the_very_text_of_the_page(
    page: str, part: str, run: ImportRun, people: People
) -> None:
    client, (address, _) = client_of(people.wang), addresses(run)[page]
    whole = _without_tokens(client.get(address).content.decode())
    headers = {"HX-Request": "true", "HX-Target": part}
    own = _without_tokens(client.get(address, headers=headers).content.decode())
    assert "<html" not in own
    assert own.strip()
    assert own in whole


def _without_tokens(text: str) -> str:
    pieces = text.split('name="csrfmiddlewaretoken" value="')
    return pieces[0] + "".join(piece.partition('"')[2] for piece in pieces[1:])


def test_a_file_goes_from_upload_to_undo_through_the_pages(people: People, places: Places) -> None:
    client = client_of(people.wang)
    file = SimpleUploadedFile("企业名录.csv", csv_file(ROWS, "gb18030"))
    answer = client.post(reverse("registry:import_upload", args=["enterprises"]), {"file": file})
    run = ImportRun.objects.get()
    assert answer["Location"] == reverse("registry:import_run", args=[run.pk])
    assert "第一步：对应各列" in client.get(answer["Location"]).content.decode()
    columns = {f"column-{name}": place for name, place in run.mapping.items()}
    mapping = reverse("registry:import_mapping", args=[run.pk])
    wrong = client.post(mapping, {"header_line": 1, **columns, "column-industry": "0"})
    assert "对应了同一列" in wrong.content.decode()
    client.post(mapping, {"header_line": 1, **columns})
    preview = client.get(answer["Location"]).content.decode()
    assert "现在还没有改动任何数据" in preview
    assert "缺少统一社会信用代码" in preview
    assert "必填" in preview
    assert not Enterprise.objects.filter(name="巩义甲厂").exists()
    client.post(reverse("registry:import_confirm", args=[run.pk]))
    assert Enterprise.objects.filter(name="巩义甲厂").exists()
    assert "撤销导入" in client.get(answer["Location"]).content.decode()
    client.post(reverse("registry:import_undo", args=[run.pk]))
    assert not Enterprise.objects.filter(name="巩义甲厂").exists()
    assert "台账已恢复原状" in client.get(answer["Location"]).content.decode()


def test_a_file_that_is_no_table_is_refused_on_the_form(people: People) -> None:
    client = client_of(people.wang)
    file = SimpleUploadedFile("图.png", b"\x89PNG\r\n\x1a\n\0\0")
    answer = client.post(reverse("registry:import_upload", args=["enterprises"]), {"file": file})
    assert "既不是 Excel 也不是 CSV" in answer.content.decode()
    assert not ImportRun.objects.exists()


def test_nobody_acts_on_an_import_out_of_reach(run: ImportRun, people: People) -> None:
    for name in ("mapping", "confirm", "discard", "undo"):
        address = reverse(f"registry:import_{name}", args=[run.pk])
        assert client_of(people.zhao).post(address).status_code == 403
        assert client_of(people.supervisor).post(address).status_code == 403
    run.refresh_from_db()
    assert run.state == ImportState.CHECKED


def test_a_busy_import_shows_a_bar_that_asks_again(run: ImportRun, people: People) -> None:
    ImportRun.objects.filter(pk=run.pk).update(state=ImportState.WRITING)
    text = client_of(people.wang).get(addresses(run)["run"][0]).content.decode()
    assert 'role="progressbar"' in text
    assert 'hx-trigger="every 1s"' in text


@pytest.mark.parametrize(
    "address",
    ["?map=1&header=0", "?map=1&header=99999999", "?grade=x&page=-1", "?map=1&header=%C2%B2"],
)
def test_a_wrong_address_still_gives_the_page(address: str, run: ImportRun, people: People) -> None:
    answer = client_of(people.wang).get(addresses(run)["run"][0] + address)
    assert answer.status_code == 200


def test_lists_and_imports_that_are_not_there_are_not_found(people: People) -> None:
    client = client_of(people.wang)
    for address in ("/exchange/none/import", "/exchange/runs/99/", "/exchange/points/export.pdf"):
        assert client.get(address).status_code == 404
