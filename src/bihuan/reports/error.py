"""What can be refused here; the sentences are shown to people."""


class ReportsError(Exception):
    """Root of this room's errors."""


class UnknownDefinition(ReportsError):
    """No room has registered this kind of report, or this query."""

    def __init__(self, word: str, name: str) -> None:
        super().__init__(f"没有登记的{word}：{name}")
        self.name = name


class DefinitionConflict(ReportsError):
    """Two rooms claimed the same name."""

    def __init__(self, word: str, name: str) -> None:
        super().__init__(f"{word} {name} 重复登记")
        self.name = name


class BadComposition(ReportsError):
    """A composition that contradicts itself; the sentence says where."""


class WrongState(ReportsError):
    """The act does not fit the state of the document; nothing was written."""


class SamePerson(ReportsError):
    """Nobody reviews or signs what is his own."""


class BadText(ReportsError):
    """An edited text that names a figure which does not exist."""


class BadTemplate(ReportsError):
    """A Word template that cannot be used; the sentence says why."""
