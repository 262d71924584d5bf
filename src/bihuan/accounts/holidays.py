"""The working calendar that terms of this room are counted with; a higher room hands it in."""

from collections.abc import Callable

from bihuan.regulations.working_time.calendar import WorkingCalendar

_provider: list[Callable[[], WorkingCalendar]] = []


def register(provider: Callable[[], WorkingCalendar]) -> None:
    """Hand in the calendar with the announced holidays (工作日历); the last one counts."""
    _provider[:] = [provider]


def calendar() -> WorkingCalendar:
    """The calendar that was handed in; plain weekdays where none was."""
    return _provider[0]() if _provider else WorkingCalendar()
