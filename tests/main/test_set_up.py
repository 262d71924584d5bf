"""What a start prepares is done once, and again only when something has changed."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.contrib.staticfiles.finders import get_finder

from bihuan.main import set_up
from bihuan.main.terminal import Terminal


@pytest.fixture
def called(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    names: list[str] = []
    monkeypatch.setattr(set_up, "call_command", lambda name, **options: names.append(name))
    return names


@contextmanager
def folder_of_files(tmp_path: Path, settings) -> Iterator[Path]:  # type: ignore[no-untyped-def]
    source = tmp_path / "source"
    source.mkdir()
    (source / "page.css").write_text("a{}", "ascii")
    (tmp_path / "static").mkdir()
    settings.STATIC_ROOT, settings.DEBUG = tmp_path / "static", False
    settings.STATICFILES_DIRS = [source]
    settings.STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder"]
    get_finder.cache_clear()
    yield source
    get_finder.cache_clear()


def collect() -> None:
    with Terminal().steps(1) as steps:
        set_up.collect_static(steps)


def test_files_are_collected_once_and_again_when_one_changed(
    tmp_path: Path,
    settings,  # type: ignore[no-untyped-def]
    called: list[str],
) -> None:
    with folder_of_files(tmp_path, settings) as source:
        collect()
        collect()
        assert called == ["collectstatic"]
        (source / "page.css").write_text("a{color:red}", "ascii")
        collect()
        (source / "more.css").write_text("b{}", "ascii")
        collect()
        assert called == ["collectstatic"] * 3


@pytest.mark.django_db
def test_a_database_that_is_up_to_date_is_not_migrated_again(called: list[str]) -> None:
    with Terminal().steps(1) as steps:
        set_up.migrate(steps)
    assert called == []
