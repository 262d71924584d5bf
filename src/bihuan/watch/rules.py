"""Rules (规则): each system registers its own in its apps.py; the same function back-tests."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bihuan.telemetry import Kind
from bihuan.watch.error import RuleConflict, UnknownRule
from bihuan.watch.parameters import Parameter, Parameters, Values, defaults
from bihuan.watch.verdicts import Verdicts, no_verdicts, spells, verdicts
from bihuan.watch.window import Window

__all__ = [
    "Judge",
    "Kind",
    "Parameter",
    "Parameters",
    "Verdicts",
    "WatchRule",
    "Window",
    "all_rules",
    "desk_of",
    "label_of",
    "no_verdicts",
    "register",
    "rule_of",
    "spells",
    "verdicts",
]

Judge = Callable[[Window, Parameters], Verdicts]
Desk = Callable[[int, datetime], tuple[str, str]]


@dataclass(frozen=True, slots=True)
class WatchRule:
    """A rule over what arrived (监测规则).

    Args:
        key: stable id, such as ``"limit.hour"``.
        label: Chinese name.
        system: whose rule it is, in words.
        description: what it finds and how, for the people who switch it on.
        source: clause or proposal it comes from; says 待确认 where nobody has confirmed it.
        parameters: numbers an administrator may set.
        judge: columns in, verdicts out; no clock, no writing.
        kinds: arrival of which data wakes it.
        join: spells of one series no farther apart than this are one event.
        is_standing: it says each minute what is the case now (such as silence), so an event ends
            when it is no longer found.
        case_kind: procedure of the cases it raises unless the setting says otherwise.
        narrower: shipped numbers of narrower scopes, such as ``"class:micro"``.
        desk: where the system works on what was found, by point and begin: words and address.
    """

    key: str
    label: str
    system: str
    description: str
    source: str
    parameters: tuple[Parameter, ...]
    judge: Judge
    kinds: tuple[Kind, ...] = (Kind.HOUR,)
    join: timedelta = timedelta(hours=1)
    is_standing: bool = False
    case_kind: str = "exceedance_task"
    narrower: Mapping[str, Values] = field(default_factory=dict)
    desk: Desk | None = None

    @property
    def defaults(self) -> Parameters:
        """The shipped numbers."""
        return Parameters({**self.narrower, **defaults(self.parameters).scopes})

    @property
    def source_words(self) -> str:
        """Where it comes from, without the mark that a page shows as a badge."""
        return self.source.removesuffix("，待确认")

    @property
    def is_unconfirmed(self) -> bool:
        """Whether its source is still to be confirmed (待确认)."""
        return "待确认" in self.source


_rules: dict[str, WatchRule] = {}


def register(*rules: WatchRule) -> None:
    """Make rules known; saying the same thing twice is harmless.

    Raises:
        RuleConflict: the key already belongs to a different rule.
    """
    for rule in rules:
        if _rules.setdefault(rule.key, rule) != rule:
            raise RuleConflict(rule.key)


def rule_of(key: str) -> WatchRule:
    """The rule of a key.

    Raises:
        UnknownRule: nobody registered it.
    """
    try:
        return _rules[key]
    except KeyError:
        raise UnknownRule(key) from None


def desk_of(key: str, point: int, begin: datetime) -> tuple[str, str] | None:
    """Words and address of the page where the rule's system works on a find (处理入口)."""
    rule = _rules.get(key)
    return rule.desk(point, begin) if rule and rule.desk else None


def label_of(key: str) -> str:
    """Chinese name of a rule, or its key when its room is gone."""
    return _rules[key].label if key in _rules else key


def all_rules() -> list[WatchRule]:
    """Every rule, by system and key."""
    return sorted(_rules.values(), key=lambda rule: (rule.system, rule.key))
