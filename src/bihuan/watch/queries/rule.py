"""Rules with the version in force (现行规则)."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Max

from bihuan.watch.models import RuleVersion
from bihuan.watch.parameters import EVERYWHERE, Parameters
from bihuan.watch.rules import WatchRule, all_rules


@dataclass(frozen=True, slots=True)
class RuleInForce:
    """A registered rule and its newest version; None while nobody has published one."""

    rule: WatchRule
    version: RuleVersion | None

    @property
    def is_on(self) -> bool:
        """Whether it runs."""
        return self.version is not None and self.version.is_on

    @property
    def parameters(self) -> Parameters:
        """The numbers in force: published ones over shipped ones."""
        return merged(self.rule, self.version.parameters if self.version else {})


def merged(rule: WatchRule, published: dict[str, dict[str, float]]) -> Parameters:
    """Published numbers over the shipped ones; numbers that the rule no longer has are left out."""
    shipped = rule.defaults.scopes
    names = shipped[EVERYWHERE].keys()
    own = {
        scope: {name: float(value) for name, value in values.items() if name in names}
        for scope, values in published.items()
    }
    scopes = dict.fromkeys([*shipped, *own])
    return Parameters({scope: {**shipped.get(scope, {}), **own.get(scope, {})} for scope in scopes})


def newest_versions(rules: Iterable[str] | None = None) -> dict[str, RuleVersion]:
    """The newest version of each rule."""
    newest = RuleVersion.objects.values("rule").annotate(last=Max("number"))
    if rules is not None:
        newest = newest.filter(rule__in=list(rules))
    wanted = {row["rule"]: row["last"] for row in newest}
    rows = RuleVersion.objects.filter(rule__in=wanted)
    return {row.rule: row for row in rows if row.number == wanted[row.rule]}


def rules_in_force() -> list[RuleInForce]:
    """Every registered rule with its version."""
    versions = newest_versions()
    return [RuleInForce(rule, versions.get(rule.key)) for rule in all_rules()]


def running_rules() -> list[RuleInForce]:
    """Those that are switched on."""
    return [one for one in rules_in_force() if one.is_on]
