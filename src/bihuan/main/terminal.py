"""What the supervisor prints: log lines with their process's name, progress, tables."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn
from rich.text import Text

COLOURS: Final = ("cyan", "green", "magenta", "yellow", "blue", "bright_cyan", "bright_green")
NAME_WIDTH: Final = 10
WIDTH_OF_A_FILE: Final = 130


class Terminal:
    """The terminal in which the platform was started."""

    def __init__(self, console: Console | None = None) -> None:
        self.console = console or Console(highlight=False)
        if not self.console.is_terminal:
            self.console.width = WIDTH_OF_A_FILE
        self._colours: dict[str, str] = {}

    def say(self, name: str, line: str) -> None:
        """One line of a process's log behind the process's name."""
        colour = self._colours.setdefault(name, COLOURS[len(self._colours) % len(COLOURS)])
        text = Text.assemble((f"{name:>{NAME_WIDTH}} │ ", colour), line)
        self.console.print(text, soft_wrap=True)

    def tell(self, line: str) -> None:
        """One sentence of the supervisor itself."""
        self.console.print(Text(line), soft_wrap=True)

    @contextmanager
    def steps(self, total: int) -> Iterator["Steps"]:
        """A bar for the steps of the set-up."""
        columns = (
            TextColumn("{task.description:<22}"),
            BarColumn(bar_width=30),
            TextColumn("{task.completed:>3.0f}/{task.total:.0f}"),
            TimeElapsedColumn(),
        )
        with Progress(*columns, console=self.console) as progress:
            yield Steps(progress, total)


class Steps:
    """Named steps behind one another, each shown as it begins."""

    def __init__(self, progress: Progress, total: int) -> None:
        self._progress = progress
        self._task = progress.add_task("", total=total)

    def begin(self, name: str, *, more: int = 0) -> None:
        """Show what is being done; it turns out to take `more` steps than were counted."""
        total = (self._progress.tasks[0].total or 0) + more
        self._progress.update(self._task, description=name, total=total)

    def done(self, name: str) -> None:
        """Count one step."""
        self._progress.update(self._task, description=name, advance=1)
