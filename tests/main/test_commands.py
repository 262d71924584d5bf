"""The `bihuan` command as a process: wrong settings stop it with a sentence."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


def bihuan(*arguments: str, home: Path, **variables: str) -> subprocess.CompletedProcess[str]:
    """Run one command in an environment of its own."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    return subprocess.run(
        [sys.executable, "-m", "bihuan", *arguments],
        env={**kept, "PYTHONPATH": str(ROOT / "src"), "BIHUAN_HOME": str(home), **variables},
        capture_output=True,
        text=True,
        check=False,
    )


def test_no_default_secret_starts_outside_the_demo(tmp_path: Path) -> None:
    ended = bihuan("serve", home=tmp_path)
    assert ended.returncode != 0
    assert "BIHUAN_SECRET_KEY is not set" in ended.stderr
    assert not (tmp_path / "demo-secret").exists()


def test_a_short_secret_is_refused(tmp_path: Path) -> None:
    ended = bihuan("serve", home=tmp_path, BIHUAN_SECRET_KEY="secret")
    assert "BIHUAN_SECRET_KEY has 6 characters; 32 or more are needed" in ended.stderr


def test_the_demo_will_not_run_with_a_production_setting(tmp_path: Path) -> None:
    ended = bihuan("demo", home=tmp_path, BIHUAN_DEMO="0", BIHUAN_SECRET_KEY="x" * 40)
    assert ended.returncode != 0
    assert "BIHUAN_DEMO=1" in ended.stderr


@pytest.mark.parametrize(
    ("variable", "value"),
    (
        ("BIHUAN_WEB_PORT", "eighty"),
        ("BIHUAN_GATEWAY_PORT", "70000"),
        ("BIHUAN_DEBUG", "perhaps"),
        ("BIHUAN_DATABASE_URL", "mysql://localhost/x"),
    ),
)
def test_a_wrong_value_stops_with_a_sentence_that_names_the_variable(
    variable: str, value: str, tmp_path: Path
) -> None:
    ended = bihuan("demo", home=tmp_path, **{variable: value})
    assert ended.returncode != 0
    assert variable in ended.stderr
    assert "Traceback" not in ended.stderr


def test_a_missing_folder_of_real_data_is_named(tmp_path: Path) -> None:
    ended = bihuan("demo", "--data", str(tmp_path / "nowhere"), home=tmp_path)
    assert ended.returncode != 0
    assert "nowhere：不是文件夹" in ended.stderr
    assert "Traceback" not in ended.stderr


def test_commands_may_be_written_with_a_hyphen(tmp_path: Path) -> None:
    ended = bihuan("import-values", "--help", home=tmp_path, BIHUAN_DEMO="1")
    assert ended.returncode == 0
    assert "CSV" in ended.stdout
