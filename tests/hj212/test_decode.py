"""The report of `bihuan decode`, on packets of the standards and of real devices."""

import json
import re
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from bihuan import __main__ as command_line
from bihuan.hj212.decode import describe, packets_of
from bihuan.hj212.frame import write_frame
from tests.hj212.sample import SAMPLES, segment_2017

NOTE = re.compile(
    r"# \d+ \| (?P<source>.*?) \| length (?P<length>ok|BAD declared (?P<declared>\d+) actual "
    r"(?P<actual>\d+))(?: \(over 1024\))? \| crc (?P<code>.*?) \| end (?P<end>CRLF|LF only|none)"
)


def expected_code(note: str) -> tuple[bool | None, str | None]:
    """`check_ok` and `check_variant` that the comment over a packet calls for."""
    if note == "absent":
        return None, None
    if note.startswith("ok"):
        return True, "standard"
    if "byte-swapped" in note:
        return False, "modbus_swapped"
    return False, "modbus" if "CRC-16/MODBUS" in note else None


@pytest.mark.requirement("C4")
@pytest.mark.real_data
def test_every_collected_packet_is_classified_as_its_comment_says(reference_data: Path) -> None:
    text = (reference_data / "hj212" / "packets.txt").read_bytes()
    notes = [match for line in text.decode().splitlines() if (match := NOTE.match(line))]
    packets = list(packets_of(text))
    assert len(notes) == len(packets) == 362
    for note, packet in zip(notes, packets, strict=True):
        report = describe(packet)
        assert report["length_ok"] is (note["length"] == "ok"), note[0]
        if note["declared"]:
            assert (report["declared"], report["actual"]) == (
                int(note["declared"]),
                int(note["actual"]),
            )
        assert (report["check_ok"], report["check_variant"]) == expected_code(note["code"]), note[0]
        if report["check_ok"]:
            assert ("lower_case_code" in report["quirks"]) is note["code"].endswith("lower-case")
        if wanted := re.search(r"want ([0-9A-F]{4})", note["code"]):
            assert report["check_computed"] == wanted[1]
        assert report["line_end"] == note["end"].removesuffix(" only")
        assert json.loads(json.dumps(report)) == report


@pytest.mark.requirement("C4")
@pytest.mark.real_data
def test_the_collection_holds_what_its_readme_counts(reference_data: Path) -> None:
    reports = [
        describe(packet)
        for packet in packets_of((reference_data / "hj212" / "packets.txt").read_bytes())
    ]
    assert Counter(report["length_ok"] for report in reports) == {True: 356, False: 6}
    assert Counter(report["check_ok"] for report in reports) == {True: 322, False: 34, None: 6}
    assert Counter(report["check_variant"] for report in reports) == {
        "standard": 322,
        "modbus": 26,
        "modbus_swapped": 3,
        None: 11,
    }
    assert not any("error" in report for report in reports)


def test_secrets_are_never_printed() -> None:
    for parameters in (b"NewPW=654321", b"PW=654321", b"SKCreateTime=1;NewSK=6543210000000000"):
        text = json.dumps(describe(write_frame(segment_2017(b"1072", parameters))))
        assert "654321" not in text and "123456" not in text
        assert '"password_present": true' in text


def test_an_unattributable_packet_is_a_report_with_an_error() -> None:
    report = describe(write_frame(b"ST=32;CN=2011;MN=;CP=&&&&"))
    assert report["error"] == "an empty MN" and report["check_ok"] is True


@pytest.mark.parametrize("line", [b"##", b"#", b"x", b"##12", b"##0000", b"\xff\xfe", b"&&ABCD"])
def test_no_line_breaks_the_report(line: bytes) -> None:
    assert describe(line)["length_ok"] in (True, False)


def test_escapes_comments_and_windows_line_ends_are_understood() -> None:
    text = rb"""# comment

##a\xff\\\r\n
  text before a frame
"""
    assert list(packets_of(text)) == [b"##a\xff\\\r\n", b"  text before a frame"]
    windows = text.replace(b"\n", b"\r\n")
    assert next(packets_of(windows)) == b"##a\xff\\\r\n"
    assert list(packets_of(b"##a\r\n")) == [b"##a\r"]


def run(*arguments: str, stdin: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "-m", "bihuan", *arguments], input=stdin, capture_output=True, check=False
    )


def test_the_command_prints_one_json_object_a_packet(tmp_path: Path) -> None:
    file = tmp_path / "packets.txt"
    file.write_bytes(b"# two\n" + b"\n".join(write_frame(s)[:-2] for s in SAMPLES[:2]))
    done = run("decode", str(file))
    assert done.returncode == 0 and done.stderr == b""
    assert [json.loads(line)["cn"] for line in done.stdout.splitlines()] == ["1000", "9011"]
    assert run("decode", "-", stdin=file.read_bytes()).stdout == done.stdout


def test_the_command_says_clearly_what_it_cannot_read(tmp_path: Path) -> None:
    done = run("decode", str(tmp_path / "missing.txt"))
    assert done.returncode == 2 and done.stdout == b""
    assert b"cannot read" in done.stderr and b"No such file" in done.stderr
    assert b"Traceback" not in done.stderr


def test_the_command_survives_a_reader_that_goes_away() -> None:
    child = subprocess.Popen(
        [sys.executable, "-m", "bihuan", "decode", "-"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert child.stdin and child.stdout and child.stderr
    child.stdout.close()
    child.stdin.write(b"##0001A0000\n" * 5000)
    child.stdin.close()
    assert child.stderr.read() == b""
    child.stderr.close()
    assert child.wait() == 0


def test_without_the_server_other_commands_say_what_to_install(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(command_line, "find_spec", lambda name: None)
    monkeypatch.setattr(sys, "argv", ["bihuan", "serve"])
    assert command_line.main() == 1
    assert "pip install 'bihuan[server]'" in capfd.readouterr().err


def test_decode_imports_nothing_of_the_server() -> None:
    script = "import sys, bihuan.__main__; print({'django', 'pyarrow'} & sys.modules.keys())"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, check=True)
    assert done.stdout.strip() == b"set()"
