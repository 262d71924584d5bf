"""Facts that people add to the measured values: reviews, reports, targets, bulletins."""

from bihuan.air.models.audited import AuditedImport, AuditedState
from bihuan.air.models.bulletin import Bulletin, BulletinSource, BulletinState, Slot
from bihuan.air.models.county import CountyFigure, CountyImport, CountyImportState
from bihuan.air.models.drive import Drive, DriveMode
from bihuan.air.models.dust import DustCase, DustState
from bihuan.air.models.exclusion import (
    Exclusion,
    ExclusionReason,
    ExclusionState,
    WhatIfLook,
)
from bihuan.air.models.instruction import Instruction, InstructionKind, InstructionState
from bihuan.air.models.measure import Measure, PermitNeed
from bihuan.air.models.review import Doubt, Review, ReviewReason, ReviewState, Verdict
from bihuan.air.models.target import Target, TargetItem
from bihuan.air.models.task import AssessmentTask, TaskItem, TaskKind, TaskShare

__all__ = [
    "AssessmentTask",
    "AuditedImport",
    "AuditedState",
    "Bulletin",
    "BulletinSource",
    "BulletinState",
    "CountyFigure",
    "CountyImport",
    "CountyImportState",
    "Doubt",
    "Drive",
    "DriveMode",
    "DustCase",
    "DustState",
    "Exclusion",
    "ExclusionReason",
    "ExclusionState",
    "Instruction",
    "InstructionKind",
    "InstructionState",
    "Measure",
    "PermitNeed",
    "Review",
    "ReviewReason",
    "ReviewState",
    "Slot",
    "Target",
    "TargetItem",
    "TaskItem",
    "TaskKind",
    "TaskShare",
    "Verdict",
    "WhatIfLook",
]
