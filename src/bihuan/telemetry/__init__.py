"""Time series of the platform (时序库): what devices reported, every version of it, its packets.

Duty: acknowledged means on disk, nothing is overwritten, event time first.
"""

from bihuan.telemetry.changes import CHANGE_SCHEMA
from bihuan.telemetry.completeness import COMPLETENESS_SCHEMA, CompletenessQuery
from bihuan.telemetry.error import BadRows, FormatError, ReadOnlyStore, StoreFull, TelemetryError
from bihuan.telemetry.mover import Move, Mover
from bihuan.telemetry.packet import PACKET_SCHEMA, RawPacket
from bihuan.telemetry.process import close_stores, configure, store
from bihuan.telemetry.query import SeriesQuery
from bihuan.telemetry.reader import Counts, Reader
from bihuan.telemetry.relation import Relation
from bihuan.telemetry.rollup import (
    RollUp,
    RollUpPlan,
    RollUpRule,
    StageRules,
    Tolerance,
    consistency,
    roll_up,
)
from bihuan.telemetry.schema import (
    APPEND_SCHEMA,
    RAW_SCHEMA,
    ROW_SCHEMA,
    DatumKey,
    Kind,
    Mark,
)
from bihuan.telemetry.upkeep import Upkeep
from bihuan.telemetry.upkeep.setting import UpkeepSettings
from bihuan.telemetry.writer import Store

__all__ = [
    "APPEND_SCHEMA",
    "CHANGE_SCHEMA",
    "COMPLETENESS_SCHEMA",
    "PACKET_SCHEMA",
    "RAW_SCHEMA",
    "ROW_SCHEMA",
    "BadRows",
    "CompletenessQuery",
    "Counts",
    "DatumKey",
    "FormatError",
    "Kind",
    "Mark",
    "Move",
    "Mover",
    "RawPacket",
    "ReadOnlyStore",
    "Reader",
    "Relation",
    "RollUp",
    "RollUpPlan",
    "RollUpRule",
    "SeriesQuery",
    "StageRules",
    "Store",
    "StoreFull",
    "TelemetryError",
    "Tolerance",
    "Upkeep",
    "UpkeepSettings",
    "close_stores",
    "configure",
    "consistency",
    "roll_up",
    "store",
]
