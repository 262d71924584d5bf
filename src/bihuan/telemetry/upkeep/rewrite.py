"""Putting new files in place of old ones in one commit, and making it durable."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from deltalake import CommitProperties, Transaction
from deltalake.transaction import AddAction, RemoveAction

from bihuan.telemetry.lake import NO_HOOKS, LakeTable
from bihuan.telemetry.layout import locked
from bihuan.telemetry.upkeep.log import checkpoint
from bihuan.telemetry.upkeep.partition import Partition

# Two upkeeps that met would both rewrite the same rows; Delta refuses the second of two
# concurrent commits that carry the same application transaction.
MARK = "upkeep"


@dataclass(frozen=True, slots=True)
class Exchange:
    """Exchanges files of one partition, under the lock of all writers of the lake.

    Args:
        lock: the lake's.
        checkpoint_every: entries of the log between two checkpoints.
    """

    lock: Path
    now: datetime
    checkpoint_every: int

    def replace(self, partition: Partition, added: Sequence[AddAction]) -> bool:
        """Put files that hold the same answers in place of the partition's.

        Readers of changes pass over the commit (`dataChange` is false).

        Returns:
            False when an old file was no longer in the table; then nothing was done.
        """
        return self._commit(partition, added, data_change=False)

    def remove(self, partition: Partition) -> bool:
        """Take the partition's files out of the table, with what they hold."""
        return self._commit(partition, [], data_change=True)

    def _commit(
        self, partition: Partition, added: Sequence[AddAction], *, data_change: bool
    ) -> bool:
        with locked(self.lock):
            partition.table.seal()
            held = partition.table.snapshot().files["path"]
            if not partition.files["path"].is_in(held.to_list()).all():
                return False
            _write(partition.table, [*self._removals(partition, data_change=data_change), *added])
            partition.table.seal()
            checkpoint(partition.table, every=self.checkpoint_every)
        return True

    def _removals(self, partition: Partition, *, data_change: bool) -> list[RemoveAction]:
        return [
            RemoveAction(
                path=path.removeprefix(f"{partition.table.path}/"),
                data_change=data_change,
                deletion_timestamp=int(self.now.timestamp() * 1000),
                size=size,
                partition_values={**partition.named},
            )
            for path, size in partition.files.select("path", "size").iter_rows()
        ]


def _write(table: LakeTable, actions: Sequence[AddAction | RemoveAction]) -> None:
    snapshot = table.snapshot()
    snapshot.table.create_write_transaction(
        list(actions),
        mode="append",
        schema=snapshot.table.schema(),
        partition_by=list(table.shape.partitions),
        commit_properties=CommitProperties(
            app_transactions=[Transaction(MARK, snapshot.mark(MARK) + 1)]
        ),
        post_commithook_properties=NO_HOOKS,
    )
