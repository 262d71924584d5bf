"""Every ten minutes: many small files of a partition become few sorted ones (小文件合并)."""

from bihuan.telemetry.lake import ROWS_SHAPE, LakeTable
from bihuan.telemetry.relation import DATUM
from bihuan.telemetry.upkeep.partition import partitions
from bihuan.telemetry.upkeep.rewrite import Exchange
from bihuan.telemetry.upkeep.sorting import Selection, Sorter

MERGED = "merged"

# The order in which the mover writes, too: one series lies together.
ROWS = Selection(order=(*DATUM, "version"))
RAW = Selection(order=("device", "segment", "index"))


def merge(table: LakeTable, *, sorter: Sorter, exchange: Exchange, few: int) -> int:
    """Merge the small files of every partition that has more than a few of them.

    Every version stays. A kill at any moment leaves the old files in the table, or the
    new ones; what was written in vain is vacuumed.

    Args:
        few: a partition with fewer small files is left alone.

    Returns:
        How many files went away.
    """
    selection = ROWS if table.shape is ROWS_SHAPE else RAW
    gone = 0
    for partition in partitions(table):
        part = sorter.small(partition)
        if part.files.height < few:
            continue
        added = sorter.write(part, selection, prefix=MERGED)
        if exchange.replace(part, added):
            gone += part.files.height - len(added)
    return gone
