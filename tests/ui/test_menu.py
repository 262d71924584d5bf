"""The menu shows what its reader may open."""

from types import SimpleNamespace

import pytest

from bihuan.ui import menu
from bihuan.ui.menu import MenuConflict, MenuItem

OFFICER = SimpleNamespace(is_authenticated=True, is_staff=False)
STAFF = SimpleNamespace(is_authenticated=True, is_staff=True)
VISITOR = SimpleNamespace(is_authenticated=False, is_staff=False)

LIVE = MenuItem(key="live", label="实时监测", route="ui:freshness", order=10)
SETTINGS = MenuItem(key="settings", label="配置", order=90)
COMPONENTS = MenuItem(
    key="settings.components",
    label="组件",
    route="ui:components",
    parent="settings",
    allowed=lambda user: user.is_staff,
    count=lambda user: 3,
)


@pytest.fixture(autouse=True)
def own_menu(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(menu, "_items", {})
    menu.register(SETTINGS, COMPONENTS, LIVE)


def test_entries_stand_in_their_order() -> None:
    assert [entry.label for entry in menu.entries(STAFF, "/")] == ["实时监测", "配置"]


def test_a_heading_without_a_visible_child_is_left_out() -> None:
    assert [entry.label for entry in menu.entries(OFFICER, "/")] == ["实时监测"]


def test_a_visitor_sees_nothing() -> None:
    assert menu.entries(VISITOR, "/") == []


def test_the_entry_of_the_page_is_active_and_its_heading_too() -> None:
    live, settings = menu.entries(STAFF, "/ui/?page=2")
    assert not live.active
    assert settings.active
    assert settings.children[0].active


def test_the_longest_matching_address_is_the_active_one() -> None:
    live, settings = menu.entries(STAFF, "/ui/freshness")
    assert live.active
    assert not settings.active


def test_a_count_stands_beside_its_entry() -> None:
    assert menu.entries(STAFF, "/")[1].children[0].count == 3


def test_a_key_belongs_to_one_entry() -> None:
    menu.register(LIVE)
    with pytest.raises(MenuConflict, match="live"):
        menu.register(MenuItem(key="live", label="别的"))


def test_an_entry_finds_its_page_of_the_manual_by_its_names() -> None:
    menu.register(MenuItem(key="air", label="空气", manual="air-quality"))
    child = MenuItem(key="air.ranking", label="排名", route="ui:freshness", parent="air")
    assert menu.manual_names(child) == ["air-quality", "air-ranking", "ranking", "air"]


def test_a_path_lies_under_the_entry_that_names_it_longest() -> None:
    found = menu.item_at(STAFF, "/ui/freshness")
    assert found is not None
    assert found.key == "live"
    assert menu.item_at(OFFICER, "/elsewhere/") is None
