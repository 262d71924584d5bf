"""`bihuan air evaluate` on the command line, without the server installed."""

import csv
import io
import os
import subprocess
import sys
from pathlib import Path

import pytest

HEAD = "time,station_code,so2,no2,co,o3,pm10,pm2_5\n"


def run(*arguments: str, text: str = "") -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "bihuan", "air", "evaluate", *arguments]
    environment = os.environ | {"PYTHONPATH": str(Path(__file__).parents[2] / "src")}
    return subprocess.run(
        command, input=text, text=True, capture_output=True, env=environment, check=False
    )


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


@pytest.mark.requirement("A1.5")
def test_each_row_is_judged_by_the_edition_of_its_day() -> None:
    hour = "8,20,0.6,70,80,75\n"
    table = HEAD + "2026-02-28 23:00,x," + hour + "2026-03-01 00:00,x," + hour
    done = run("-", text=table)
    old, new = rows(done.stdout)
    assert (old["aqi"], old["edition"], old["category"]) == ("100", "HJ633-2012", "良")
    assert (new["aqi"], new["edition"], new["category"]) == ("114", "HJ633-2026", "轻度污染")
    assert new["primary_pollutant"] == "细颗粒物(PM2.5)"


def test_days_name_ozone_by_its_eight_hours(tmp_path: Path) -> None:
    table = tmp_path / "days.csv"
    table.write_text(HEAD.replace("o3", "o3_8h_max") + "2026-07-01,x,8,20,0.6,170,80,30\n")
    out = tmp_path / "out.csv"
    assert run(str(table), "--daily", "--output", str(out)).returncode == 0
    assert rows(out.read_text("utf-8"))[0]["primary_pollutant"] == "臭氧8小时"


def test_a_missing_item_says_why_there_is_no_index() -> None:
    done = run("-", text=HEAD + "2026-07-01 08:00,x,8,20,0.6,70,,30\n")
    row = rows(done.stdout)[0]
    assert (row["aqi"], row["category"]) == ("", "")
    assert "PM₁₀" in row["reason"]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("time,so2\n2026-01-01,1\n", "no column station_code, no2"),
        (HEAD + "2026-01-01 08:00,x,8,20,0.6,70,eighty,30\n", "row 1, column pm10: 'eighty'"),
        (HEAD + "yesterday,x,8,20,0.6,70,80,30\n", "row 1, column time"),
        ("", "not a CSV table"),
    ],
)
def test_what_cannot_be_judged_names_its_place(text: str, sentence: str) -> None:
    done = run("-", text=text)
    assert done.returncode == 2
    assert sentence in done.stderr
    assert done.stdout == ""


def test_a_file_that_is_not_there_is_said() -> None:
    done = run("absent.csv")
    assert (done.returncode, "absent.csv" in done.stderr) == (2, True)


def test_a_table_without_rows_stays_empty() -> None:
    done = run("-", text=HEAD)
    assert done.returncode == 0
    assert rows(done.stdout) == []
    assert "aqi" in done.stdout


def test_the_letter_of_2012_uses_moving_means() -> None:
    hours = "".join(
        f"2015-01-{1 + n // 24:02d} {n % 24:02d}:00,x,8,20,0.6,70,80,{n}\n" for n in range(48)
    )
    last = rows(run("-", "--practice", "letter", text=HEAD + hours).stdout)[-1]
    feed = rows(run("-", text=HEAD + hours).stdout)[-1]
    assert (last["aqi"], last["primary_pollutant"]) == ("65", "颗粒物(PM10)")
    assert (feed["aqi"], feed["primary_pollutant"]) == ("65", "颗粒物(PM10),细颗粒物(PM2.5)")


def test_a_peak_of_one_hour_counts_in_the_feed_and_not_in_the_letter() -> None:
    days = [(1 + n // 24, n % 24, 10 if n < 47 else 200) for n in range(48)]
    hours = "".join(f"2015-01-{d:02d} {h:02d}:00,x,8,20,0.6,70,30,{pm}\n" for d, h, pm in days)
    letter = rows(run("-", "--practice", "letter", text=HEAD + hours).stdout)[-1]
    feed = rows(run("-", text=HEAD + hours).stdout)[-1]
    assert (letter["aqi"], feed["aqi"]) == ("35", "250")
