import sqlite3
from pathlib import Path

import pytest

from bihuan.telemetry import FormatError, Mover, Store
from bihuan.telemetry.journal import sequence_of
from bihuan.telemetry.layout import FORMAT, Layout, read_format
from tests.telemetry.given import NOON, Given, at, everything, packets, rows

FORMAT_1 = """
CREATE TABLE segment (
    sequence INTEGER PRIMARY KEY AUTOINCREMENT,
    arrival INTEGER NOT NULL,
    rows BLOB NOT NULL,
    raw BLOB
);
INSERT INTO segment SELECT sequence, arrival, rows, raw FROM present;
DROP TABLE present;
"""


def as_format_1(root: Path) -> Path:
    """The folder as the release before wrote it: segments did not say how much they hold."""
    journal = next(Layout(root).journals.glob("*.sqlite3"))
    with sqlite3.connect(journal) as connection:
        seq = connection.execute("SELECT seq FROM sqlite_sequence").fetchall()
        connection.executescript("ALTER TABLE segment RENAME TO present;" + FORMAT_1)
        connection.execute("DELETE FROM sqlite_sequence")
        connection.executemany("INSERT INTO sqlite_sequence VALUES ('segment', ?)", seq)
    connection.close()
    Layout(root).format.write_text("1\n")
    return journal


def test_a_folder_of_format_1_keeps_everything_it_held(root: Path) -> None:
    store = Store(root, journal="web")
    store.append(rows([Given(minute=0)]), now=NOON)
    Mover(root).move_once(NOON)
    store.append(rows([Given(minute=1), Given(minute=2)]), packets(b"##1"), now=at(1))
    store.append(rows([]), packets(b"##2", b"##3"), now=at(2))
    store.close()
    as_format_1(root)
    store = Store(root, journal="web")
    assert read_format(store.layout) == FORMAT
    assert len(store.series(everything())) == 3
    Mover(root).move_once(at(3))
    assert store.counts().accepted == 3
    assert store.counts().packets == 3
    assert store.counts().waiting == 0


def test_an_emptied_journal_of_format_1_goes_on_counting_where_it_was(root: Path) -> None:
    store = Store(root, journal="web")
    store.append(rows([Given(minute=0)]), now=NOON)
    Mover(root).move_once(NOON)
    store.close()
    as_format_1(root)
    store = Store(root, journal="web")
    assert sequence_of(store.append(rows([Given(minute=1)]), now=at(1))) == 2
    assert len(store.series(everything())) == 2
    Mover(root).move_once(at(1))
    assert store.counts().accepted == 2


def test_an_upgrade_that_was_cut_off_is_finished(root: Path) -> None:
    store = Store(root, journal="web")
    store.append(rows([Given(minute=0)]), now=NOON)
    store.close()
    as_format_1(root)
    Store(root).close()
    Layout(root).format.write_text("1\n")
    assert len(Store(root).series(everything())) == 1


def test_a_writer_of_the_release_before_cannot_write_what_would_be_lost(root: Path) -> None:
    Store(root, journal="web").close()
    journal = as_format_1(root)
    old = sqlite3.connect(journal)
    Store(root).close()
    with pytest.raises(sqlite3.IntegrityError):
        old.execute("INSERT INTO segment (arrival, rows, raw) VALUES (1, x'00', NULL)")


@pytest.mark.parametrize(
    ("text", "sentence"),
    [("3", "has format 3; this release reads 1 to 2"), ("two", "should hold a number")],
)
def test_a_newer_or_unknown_format_is_refused(root: Path, text: str, sentence: str) -> None:
    Store(root).close()
    Layout(root).format.write_text(text)
    with pytest.raises(FormatError, match=sentence):
        Store(root)
    with pytest.raises(FormatError, match=sentence):
        Mover(root)
