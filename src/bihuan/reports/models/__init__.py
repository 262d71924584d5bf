"""Documents and what happened to them, the plan of documents, templates, changes of data."""

from bihuan.reports.models.batch import Batch, BatchState
from bihuan.reports.models.change import Affected, AffectedFigure, AffectedState, ChangeCursor
from bihuan.reports.models.edit import ParagraphEdit
from bihuan.reports.models.figure import FigureKind, StoredFigure
from bihuan.reports.models.plan import DataHandover, DayCount, DocumentPlan, PlanItem, PlanWarning
from bihuan.reports.models.recipient import Recipient
from bihuan.reports.models.report import Report
from bihuan.reports.models.template import TemplateVersion
from bihuan.reports.models.version import ReportVersion, State, Step, VersionStep

__all__ = [
    "Affected",
    "AffectedFigure",
    "AffectedState",
    "Batch",
    "BatchState",
    "ChangeCursor",
    "DataHandover",
    "DayCount",
    "DocumentPlan",
    "FigureKind",
    "ParagraphEdit",
    "PlanItem",
    "PlanWarning",
    "Recipient",
    "Report",
    "ReportVersion",
    "State",
    "Step",
    "StoredFigure",
    "TemplateVersion",
    "VersionStep",
]
