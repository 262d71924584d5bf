"""`bihuan simulate` from the command line."""

import pytest
from django.core.management import CommandError, call_command


def test_the_command_runs_for_its_time_and_shows_figures(
    capsys: pytest.CaptureFixture[str],
) -> None:
    call_command("simulate", devices=3, port=1, duration=0.2, faults="torn=0.1")
    shown = capsys.readouterr().out
    assert "在线设备" in shown
    assert "0 / 3" in shown


def test_a_fault_that_cannot_be_ordered_stops_the_command() -> None:
    with pytest.raises(CommandError, match="no fault is called 'magic'"):
        call_command("simulate", faults="magic=1")


def test_an_edition_that_does_not_exist_stops_the_command() -> None:
    with pytest.raises(CommandError, match="2012"):
        call_command("simulate", "--edition", "2012")
