"""What the supervisor prints."""

from io import StringIO

from rich.console import Console

from bihuan.main.management.commands.demo import announce
from bihuan.main.terminal import Terminal


def printed(terminal: Terminal) -> str:
    """Everything that was printed."""
    file = terminal.console.file
    assert isinstance(file, StringIO)
    return file.getvalue()


def test_a_line_of_log_stands_behind_its_name_and_brackets_are_no_markup() -> None:
    terminal = Terminal(Console(file=StringIO(), width=80))
    terminal.say("gateway", "packet [bold]rejected")
    assert printed(terminal) == "   gateway │ packet [bold]rejected\n"


def test_every_demo_person_is_printed_with_the_password_and_the_address() -> None:
    terminal = Terminal(Console(file=StringIO()))
    announce(terminal, real_data=False)
    text = printed(terminal)
    assert "Bihuan-wang-2026" in text
    assert "王晓岚" in text
    assert "http://127.0.0.1:" in text
    assert "景山月" not in text
