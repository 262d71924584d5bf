"""Facts of the closed loop."""

from bihuan.cases.models.calendar import CalendarDay, CalendarYear, OfficeTime
from bihuan.cases.models.case import Case, CaseState, Participant
from bihuan.cases.models.event import CaseEvent, ChainHead, EventKind, HistoryAnchor
from bihuan.cases.models.evidence import Draft, Evidence
from bihuan.cases.models.hit_import import HitImport, HitImportState
from bihuan.cases.models.link import AnswerLink, CaseLink, LinkKind
from bihuan.cases.models.unit import CaseUnit, ExtensionRequest, StageSpell, SubTask, UnitState
from bihuan.cases.models.version import ProcedureVersion, VersionState

__all__ = [
    "AnswerLink",
    "CalendarDay",
    "CalendarYear",
    "Case",
    "CaseEvent",
    "CaseLink",
    "CaseState",
    "CaseUnit",
    "ChainHead",
    "Draft",
    "EventKind",
    "Evidence",
    "ExtensionRequest",
    "HistoryAnchor",
    "HitImport",
    "HitImportState",
    "LinkKind",
    "OfficeTime",
    "Participant",
    "ProcedureVersion",
    "StageSpell",
    "SubTask",
    "UnitState",
    "VersionState",
]
