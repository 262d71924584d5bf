"""What an append must look like before it may enter the journal."""

from dataclasses import dataclass
from datetime import datetime

import pyarrow as pa
import pyarrow.compute as pc

from bihuan.telemetry.error import BadRows
from bihuan.telemetry.schema import (
    APPEND_SCHEMA,
    FUTURE_AFTER,
    INSTANT,
    RAW_SCHEMA,
    SOURCES,
    Kind,
    Mark,
)

ARRIVAL = "arrival"
LEFT_OUT = {"flag": "", "marks": 0, "raw_index": -1}


@dataclass(frozen=True, slots=True)
class Authorship:
    """Who writes, and why; nobody in particular for what machines report."""

    author: str | None = None
    reason: str | None = None


NOBODY = Authorship()


def checked_rows(
    rows: pa.Table, *, packets: int, now: datetime, authorship: Authorship = NOBODY
) -> pa.Table:
    """The rows in the journal's columns and types, rows from the future marked.

    NaN is stored as null: a missing value has one form in the store.

    Raises:
        BadRows: a column is missing, unknown or of another type, a key is null, a kind or
            source is unknown, a period ends before it starts, a value is infinite, or a
            `raw_index` points outside the packets.
    """
    table = _conformed(rows, APPEND_SCHEMA)
    _require(pc.is_in(table["kind"], pa.array(list(Kind), pa.string())), table, "kind", "unknown")
    _require(pc.is_in(table["source"], pa.array(SOURCES)), table, "source", "unknown")
    _require(pc.greater_equal(table["end"], table["start"]), table, "end", "before start")
    _require(_finite(table["value"]), table, "value", "not finite")
    _require(_within(table["raw_index"], packets), table, "raw_index", f"of {packets} packets")
    return _signed(_marked(_with_null_for_nan(table), now), authorship)


def arrivals_of(rows: pa.Table, *, now: datetime) -> pa.ChunkedArray | None:
    """When each row of a bulk came first (到达时间), None where the table does not say.

    Raises:
        BadRows: another type than an instant, or an arrival later than now.
    """
    if ARRIVAL not in rows.column_names:
        return None
    column = rows[ARRIVAL]
    if column.type != INSTANT:
        column = _cast(column, pa.field(ARRIVAL, INSTANT))
    late = pc.fill_null(pc.less_equal(column, pa.scalar(now, INSTANT)), True)
    _require(late, rows, ARRIVAL, "later than now")
    return column


def checked_packets(raw: pa.Table) -> pa.Table:
    """The packets in the journal's columns and types.

    Raises:
        BadRows: a column is missing, unknown or of another type, or a field is null.
    """
    return _conformed(raw, RAW_SCHEMA)


def _conformed(table: pa.Table, schema: pa.Schema) -> pa.Table:
    unknown = sorted(set(table.column_names) - set(schema.names))
    missing = sorted(set(schema.names) - set(table.column_names) - set(LEFT_OUT))
    if missing or unknown:
        raise BadRows(", ".join(missing or unknown), None, "missing" if missing else "unknown")
    columns = [_column(table, field) for field in schema]
    return pa.table(columns, schema=schema)


def _column(table: pa.Table, field: pa.Field) -> pa.ChunkedArray:
    if field.name not in table.column_names:
        return pa.chunked_array(
            [pa.repeat(pa.scalar(LEFT_OUT[field.name], field.type), len(table))]
        )
    column = table[field.name]
    if column.type != field.type:
        column = _cast(column, field)
    if column.null_count and field.name in LEFT_OUT:
        column = pc.fill_null(column, LEFT_OUT[field.name])
    if column.null_count and not field.nullable:
        raise BadRows(field.name, pc.index(pc.is_null(column), True).as_py(), "null")
    return column


def _cast(column: pa.ChunkedArray, field: pa.Field) -> pa.ChunkedArray:
    if field.type == INSTANT and getattr(column.type, "tz", None) is None:
        raise BadRows(field.name, None, f"{column.type} where an instant with a time zone is due")
    try:
        return column.cast(field.type)
    except (pa.ArrowInvalid, pa.ArrowNotImplementedError) as error:
        raise BadRows(field.name, _first_uncastable(column, field), str(error)) from error


def _first_uncastable(column: pa.ChunkedArray, field: pa.Field) -> int | None:
    """Halve the column until the first row that refuses the cast is alone."""
    low, high = 0, len(column)
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if _castable(column[low:middle], field) else (low, middle)
    return low if high > low else None


def _castable(column: pa.ChunkedArray, field: pa.Field) -> bool:
    try:
        column.cast(field.type)
    except (pa.ArrowInvalid, pa.ArrowNotImplementedError):
        return False
    return True


def _require(good: pa.ChunkedArray, table: pa.Table, column: str, complaint: str) -> None:
    if pc.all(good, min_count=0).as_py():
        return
    row = pc.index(good, False).as_py()
    raise BadRows(column, row, f"{table[column][row].as_py()!r} is {complaint}")


def _finite(values: pa.ChunkedArray) -> pa.ChunkedArray:
    return pc.fill_null(pc.invert(pc.is_inf(values)), True)


def _within(index: pa.ChunkedArray, packets: int) -> pa.ChunkedArray:
    return pc.and_(pc.greater_equal(index, -1), pc.less(index, packets))


def _with_null_for_nan(table: pa.Table) -> pa.Table:
    missing = pc.is_nan(table["value"])
    if not pc.any(missing).as_py():
        return table
    values = pc.if_else(missing, pa.scalar(None, pa.float64()), table["value"])
    return table.set_column(
        table.schema.get_field_index("value"), table.schema.field("value"), values
    )


def _marked(table: pa.Table, now: datetime) -> pa.Table:
    """Set or clear the mark FUTURE: only the store's own clock argument decides it."""
    horizon = pa.scalar(now + FUTURE_AFTER, INSTANT)
    plain = pc.bit_wise_and(table["marks"], pa.scalar(~Mark.FUTURE.value, pa.int16()))
    ahead = pc.greater(table["start"], horizon)
    if not pc.any(ahead).as_py():
        marks = plain
    else:
        future = pc.bit_wise_or(plain, pa.scalar(Mark.FUTURE.value, pa.int16()))
        marks = pc.if_else(ahead, future, plain)
    return table.set_column(
        table.schema.get_field_index("marks"), table.schema.field("marks"), marks
    )


def _signed(table: pa.Table, authorship: Authorship) -> pa.Table:
    for name in ("author", "reason"):
        said = pa.scalar(getattr(authorship, name), pa.string())
        table = table.append_column(name, pa.repeat(said, len(table)))
    return table
