"""The search box and its page, as a person meets them."""

import pytest
from django.urls import reverse

from bihuan.registry.search.upkeep import refresh_all
from tests.pages.conftest import County, Login

BOX = {"HX-Request": "true", "HX-Target": "search-hits"}


@pytest.fixture
def found(county: County) -> County:
    refresh_all()
    return county


def test_the_box_shows_links_to_what_was_found(found: County, login: Login) -> None:
    answer = login(found.people.wang).get(reverse("registry:search") + "?q=水泥", headers=BOX)
    text = answer.content.decode()
    assert "<html" not in text
    assert reverse("registry:enterprise", args=[found.places.plant.pk]) in text
    assert "荥阳造纸厂" not in text


def test_the_page_says_when_nothing_is_found_and_when_nothing_was_asked(
    found: County, login: Login
) -> None:
    client = login(found.people.wang)
    assert "没有找到" in client.get(reverse("registry:search") + "?q=荥阳造纸").content.decode()
    assert "请输入关键字" in client.get(reverse("registry:search")).content.decode()


def test_words_are_shown_as_text_not_as_markup(found: County, login: Login) -> None:
    answer = login(found.people.wang).get(reverse("registry:search"), {"q": "<script>alert(1)"})
    assert "<script>alert(1)" not in answer.content.decode()


def test_administrators_have_no_box(found: County, login: Login) -> None:
    address = reverse("accounts:profile")
    assert "search-box" not in login(found.people.auditor).get(address).content.decode()
    assert "search-box" in login(found.people.wang).get(address).content.decode()
