"""The manual inside the platform: safe, linked, searchable, and in the package."""

import re
import runpy
from pathlib import Path

import pytest
from django.urls import reverse

from bihuan.ui import menu
from bihuan.ui.manual import book
from bihuan.ui.manual.book import files, listed, manual_page
from bihuan.ui.manual.search import passages

ROOT = Path(__file__).parents[2]
NASTY = """# 标题

<script>alert(1)</script> 与 [坏链接](javascript:alert(1)) 与 [外链](https://example.org/)

## 同名

见[另一页](other.md#某处)。

## 同名

| 列 |
| --- |
| 颗粒物 |
"""


@pytest.fixture
def own_book(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(book, "PACKED", tmp_path)
    (tmp_path / "nasty.md").write_text(NASTY, "utf-8")
    (tmp_path / "other.md").write_text("# 另一页\n\n颗粒物怎样补传。\n", "utf-8")
    return tmp_path


def test_nothing_in_a_page_can_run(own_book: Path) -> None:
    page = manual_page("nasty")
    assert page is not None
    assert "<script" not in page.html
    assert "&lt;script&gt;" in page.html
    assert 'href="javascript' not in page.html
    assert 'rel="noopener noreferrer"' in page.html


def test_headings_have_anchors_of_their_own(own_book: Path) -> None:
    page = manual_page("nasty")
    assert page is not None
    assert page.title == "标题"
    assert [one.anchor for one in page.headings] == ["同名", "同名-2"]
    assert 'id="同名-2"' in page.html


def test_links_between_files_become_links_between_pages(own_book: Path) -> None:
    page = manual_page("nasty")
    assert page is not None
    assert 'href="../other/#%E6%9F%90%E5%A4%84"' in page.html


def test_one_character_finds_the_section_that_holds_it(own_book: Path) -> None:
    found = passages(listed(), "颗")
    assert {(one.page.key, one.heading.text) for one in found} == {
        ("nasty", "同名"),
        ("other", "另一页"),
    }
    assert found[0].parts[1] == "颗"
    assert passages(listed(), "颗粒物 补传")[0].page.key == "other"
    assert passages(listed(), "  ") == []


def test_pages_follow_the_contents_and_none_is_left_out(own_book: Path) -> None:
    (own_book / "contents.md").write_text("# 目录\n\n- [另](other.md)\n", "utf-8")
    assert [page.key for page in listed()] == ["other", "nasty"]


def test_a_changed_page_is_read_anew(own_book: Path) -> None:
    assert manual_page("other") is not None
    (own_book / "other.md").write_text("# 改过的一页\n", "utf-8")
    page = manual_page("other")
    assert page is not None
    assert page.title == "改过的一页"


@pytest.mark.parametrize("path", sorted((ROOT / "docs/manual").glob("*.md")), ids=lambda p: p.stem)
def test_every_link_of_the_manual_leads_to_a_page(path: Path) -> None:
    targets = re.findall(r"\]\(([^)#:]+\.md)", path.read_text("utf-8"))
    here = files()
    assert [one for one in targets if Path(one).stem not in here] == []


def test_the_build_puts_every_page_into_the_package(tmp_path: Path) -> None:
    pytest.importorskip("setuptools")
    made = runpy.run_path(str(ROOT / "setup.py"), run_name="not_a_build")
    copied = made["copy_manual"](ROOT / "docs", tmp_path / "pages")
    wanted = {path.name for path in (ROOT / "docs/manual").glob("*.md")} | {"glossary.md"}
    assert {path.name for path in copied} == wanted | {"changes.md"}
    assert (tmp_path / "pages" / "changes.md").read_text("utf-8").startswith("# 更新记录")


@pytest.mark.parametrize(
    "item",
    menu.items(),
    ids=lambda item: item.key,
)
def test_every_menu_entry_has_its_page_in_the_manual(item: menu.MenuItem) -> None:
    names = menu.manual_names(item)
    assert any(name in files() for name in names), (
        f"{item.label}: write one of {names} in docs/manual, or name a page by manual="
    )


def test_the_glossary_is_a_page() -> None:
    page = manual_page("glossary")
    assert page is not None
    assert "空气质量指数" in page.html
    assert reverse("manual:page", args=["glossary"]) == "/manual/glossary/"


@pytest.mark.requirement("A1.20")
def test_the_notes_of_the_release_are_a_page() -> None:
    page = manual_page("changes")
    assert page is not None
    assert page.title == "更新记录"
    assert len(page.headings) >= 3
    assert "空气质量日报" in page.html
