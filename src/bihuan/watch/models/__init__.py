"""Facts about rules in force, events, suppression, maintenance, back-tests and shifts."""

from bihuan.watch.models.back_test import BackTest, BackTestHit, BackTestState
from bihuan.watch.models.cursor import ReadingCursor
from bihuan.watch.models.event import Event, EventState, Finding
from bihuan.watch.models.hand_over import HandOver
from bihuan.watch.models.maintenance import Maintenance, MaintenanceResult
from bihuan.watch.models.rule import Policy, RuleVersion
from bihuan.watch.models.suppression import Suppression

__all__ = [
    "BackTest",
    "BackTestHit",
    "BackTestState",
    "Event",
    "EventState",
    "Finding",
    "HandOver",
    "Maintenance",
    "MaintenanceResult",
    "Policy",
    "ReadingCursor",
    "RuleVersion",
    "Suppression",
]
