import resource
import signal
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from bihuan.telemetry import StoreFull, TelemetryError
from bihuan.telemetry.journal import Entry, Journal, create_journal, journal_number, sequence_of


@pytest.fixture
def journal(tmp_path: Path) -> Journal:
    return Journal(create_journal(tmp_path, "gateway-1"))


def entry(size: int = 100, raw: bytes | None = b"packets") -> Entry:
    return Entry(1, b"r" * size, row_count=1, raw=raw, raw_count=1 if raw else 0)


def test_segments_of_two_journals_never_share_an_id(tmp_path: Path) -> None:
    ids = [Journal(create_journal(tmp_path, name)).append(entry()) for name in ("a", "b", "a")]
    assert [(journal_number(i), sequence_of(i)) for i in ids] == [(1, 1), (2, 1), (1, 2)]


def test_a_name_finds_its_journal_again(tmp_path: Path) -> None:
    assert create_journal(tmp_path, "web") == create_journal(tmp_path, "web")


@pytest.mark.parametrize("name", ["", "../web", "web 1", "网关"])
def test_a_name_that_is_no_file_name_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(TelemetryError, match="journal name"):
        create_journal(tmp_path, name)


def test_a_sequence_is_never_given_twice_even_when_the_journal_was_emptied(tmp_path: Path) -> None:
    path = create_journal(tmp_path, "web")
    first = Journal(path)
    first.append(entry())
    first.forget(rows=1, raw=1)
    first.close()
    assert sequence_of(Journal(path).append(entry())) == 2


def test_a_segment_is_kept_until_both_marks_have_passed_it(journal: Journal) -> None:
    journal.append(entry())
    journal.append(entry(raw=None))
    journal.forget(rows=2, raw=0)
    assert journal.waiting() == 1
    journal.forget(rows=2, raw=1)
    assert journal.waiting() == 0


def test_a_backlog_is_handed_out_in_portions(journal: Journal) -> None:
    for _ in range(5):
        journal.append(entry())
    portion = journal.rows_after(1, most=2)
    assert [sequence_of(segment.id) for segment in portion] == [2, 3]


def test_a_full_journal_refuses_whole_segments_and_keeps_the_others(tmp_path: Path) -> None:
    path = create_journal(tmp_path, "web")
    journal = Journal(path)
    journal.append(entry())
    journal._connection.execute("PRAGMA max_page_count = 8")
    with pytest.raises(StoreFull, match="0001-web"):
        journal.append(entry(size=1_000_000))
    assert [sequence_of(segment.id) for segment in journal.rows_after(0)] == [1]
    journal._connection.execute("PRAGMA max_page_count = 100000")
    assert sequence_of(journal.append(entry(size=1_000_000))) == 2


WRITER = """
import sys
from pathlib import Path
from bihuan.telemetry import StoreFull
from bihuan.telemetry.journal import Entry, Journal
journal = Journal(Path(sys.argv[1]))
while True:
    try:
        print(journal.append(Entry(1, b"r" * 50_000, row_count=1)), flush=True)
    except StoreFull as error:
        print("full:", error, flush=True)
        break
"""


def test_a_disk_without_room_is_said_and_every_acknowledged_segment_is_there(
    tmp_path: Path,
) -> None:
    path = create_journal(tmp_path, "web")

    def limit() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (2_000_000, 2_000_000))

    done = subprocess.run(
        [sys.executable, "-c", WRITER, str(path)],
        preexec_fn=limit,
        capture_output=True,
        text=True,
        check=True,
    )
    *acknowledged, refusal = done.stdout.splitlines()
    assert refusal.startswith("full: journal 0001-web")
    held = [str(segment.id) for segment in Journal(path).rows_after(0)]
    assert held == acknowledged
    integrity = sqlite3.connect(path).execute("PRAGMA integrity_check").fetchone()
    assert integrity == ("ok",)
