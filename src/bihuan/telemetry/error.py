"""What can go wrong in the time-series store, in sentences for developers."""


class TelemetryError(Exception):
    """Root of every error of the time-series store (时序库)."""


class BadRows(TelemetryError):
    """An append that breaks the schema; it was refused as a whole.

    Args:
        column: the column at fault, or a list of missing ones.
        row: number of the first offending row, counted from 0; None when the whole column is wrong.
        because: what is wrong with it, with the offending value.
    """

    def __init__(self, column: str, row: int | None, because: str) -> None:
        where = f"column {column}" if row is None else f"row {row}, column {column}"
        super().__init__(f"append refused: {where}: {because}")
        self.column = column
        self.row = row


class StoreFull(TelemetryError):
    """The disk took no more; nothing of the append was kept, so it must not be acknowledged."""


class ReadOnlyStore(TelemetryError):
    """A store opened without a journal name was asked to write."""


class FormatError(TelemetryError):
    """The folder was written in a format that this release cannot open."""
