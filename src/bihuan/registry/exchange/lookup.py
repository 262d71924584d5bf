"""What the rows of a file refer to, within the reach of whoever imports (引用查找)."""

import unicodedata
from collections import defaultdict
from collections.abc import Collection
from functools import cached_property
from typing import Any

from bihuan.accounts.district_code import WrongDistrictCode, significant
from bihuan.accounts.models import District, Organisation, User
from bihuan.accounts.roles import Role
from bihuan.registry.identifier import read_identifier
from bihuan.registry.models import (
    Department,
    DeviceAssignment,
    DischargePermit,
    Enterprise,
    MonitoringPoint,
    Outlet,
    SourceKind,
    Station,
)
from bihuan.registry.permission import MAY_REGISTER

SUFFIXES = ("省", "市", "县", "区", "镇", "乡", "街道", "街道办事处", "自治区")


def folded(name: str) -> str:
    """A name for comparing: without blanks, width and case.

    >>> folded("上实环境（银川） 有限公司") == folded("上实环境(银川)有限公司")
    True
    """
    return "".join(unicodedata.normalize("NFKC", name).split()).casefold()


class Lookup:
    """Everything that can be referred to, read once for each import and only when asked for.

    `told` are the words whose meaning was doubted once, so that a doubt does not fill every row.
    """

    def __init__(self, user: User, roles: Collection[Role] = MAY_REGISTER) -> None:
        self.user = user
        self._roles = roles
        self.told: set[str] = set()

    def _visible(self, manager: Any) -> Any:
        return manager.visible_to(self.user, roles=self._roles)

    @cached_property
    def districts(self) -> dict[str, str]:
        """Districts within reach: code to name."""
        return dict(self._visible(District.objects).values_list("code", "name"))

    @cached_property
    def all_districts(self) -> frozenset[str]:
        """Codes of every district there is."""
        return frozenset(District.objects.values_list("code", flat=True))

    @cached_property
    def district_names(self) -> dict[str, list[str]]:
        """Codes by name."""
        return _inverted(self.districts)

    def district(self, text: str) -> tuple[list[str], bool]:
        """Codes that a word may mean, and whether it said so by a full name or code."""
        try:
            code = significant(text)
        except WrongDistrictCode:
            exact = self.district_names.get(text, [])
            if exact:
                return exact, True
            return [c for end in SUFFIXES for c in self.district_names.get(text + end, [])], False
        return [code] if code in self.districts else [], True

    @cached_property
    def enterprises(self) -> dict[int, tuple[str, str, str]]:
        """Enterprises within reach: key to name, clean credit code, district."""
        rows = self._visible(Enterprise.objects).values_list(
            "pk", "name", "credit_code_clean", "district_id"
        )
        return {pk: rest for pk, *rest in rows}

    @cached_property
    def enterprise_names(self) -> dict[str, list[int]]:
        """Keys by folded name."""
        return _inverted({pk: folded(row[0]) for pk, row in self.enterprises.items()})

    @cached_property
    def enterprise_codes(self) -> dict[str, list[int]]:
        """Keys by clean credit code."""
        return _inverted({pk: row[1] for pk, row in self.enterprises.items() if row[1]})

    def enterprise(self, name: str, code: str) -> list[int]:
        """Enterprises that a name and a credit code may mean; the code decides among namesakes."""
        clean = read_identifier(code).clean if code else ""
        by_code = self.enterprise_codes.get(clean, []) if clean else []
        if not name:
            return by_code
        found = self.enterprise_names.get(folded(name), [])
        both = [pk for pk in found if pk in by_code]
        return both if len(found) > 1 and both else found

    @cached_property
    def outlets(self) -> dict[int, list[tuple[int, str, str]]]:
        """Outlets of each enterprise within reach: key, code, name."""
        found: dict[int, list[tuple[int, str, str]]] = defaultdict(list)
        rows = self._visible(Outlet.objects).values_list("enterprise_id", "pk", "code", "name")
        for enterprise, *outlet in rows:
            found[enterprise].append((outlet[0], outlet[1], outlet[2]))
        return found

    def outlet(self, enterprise: int, code: str, name: str) -> list[int]:
        """Outlets of an enterprise by code, else by name."""
        rows = self.outlets.get(enterprise, [])
        if code:
            return [pk for pk, own, _ in rows if own == code]
        return [pk for pk, _, own in rows if folded(own) == folded(name)]

    @cached_property
    def stations(self) -> dict[str, tuple[int, str]]:
        """Stations within reach: code to key and district."""
        rows = self._visible(Station.objects).values_list("code", "pk", "district_id")
        return {code: (pk, district) for code, pk, district in rows}

    @cached_property
    def organisations(self) -> dict[str, list[int]]:
        """Keys of organisations by folded name."""
        return _inverted(
            {pk: folded(name) for pk, name in Organisation.objects.values_list("pk", "name")}
        )

    @cached_property
    def departments(self) -> dict[tuple[int, str], int]:
        """Departments within reach: (organisation, folded name) to key."""
        rows = self._visible(Department.objects).values_list("organisation_id", "name", "pk")
        return {(body, folded(name)): pk for body, name, pk in rows}

    @cached_property
    def permits(self) -> dict[int, list[tuple[int, str]]]:
        """Permits of each enterprise within reach: key and number as given."""
        found: dict[int, list[tuple[int, str]]] = defaultdict(list)
        rows = self._visible(DischargePermit.objects).values_list("enterprise_id", "pk", "number")
        for enterprise, pk, number in rows:
            found[enterprise].append((pk, number))
        return found

    @cached_property
    def source_kinds(self) -> dict[str, str]:
        """Kinds of local sources: code by name and by code."""
        rows = list(SourceKind.objects.values_list("code", "name"))
        return {name: code for code, name in rows} | {code: code for code, _ in rows}

    @cached_property
    def points(self) -> dict[int, str]:
        """Points within reach: key to name."""
        return dict(self._visible(MonitoringPoint.objects).values_list("pk", "name"))

    @cached_property
    def point_names(self) -> dict[str, list[int]]:
        """Keys by folded name."""
        return _inverted({pk: folded(name) for pk, name in self.points.items()})

    @cached_property
    def factors(self) -> dict[tuple[int, str], int]:
        """Factors of points: (point, factor code) to key."""
        from bihuan.registry.models import PointFactor

        rows = self._visible(PointFactor.objects).values_list("point_id", "factor", "pk")
        return {(point, factor): pk for point, factor, pk in rows}

    @cached_property
    def served(self) -> dict[str, set[int]]:
        """Points that each device (by MN) serves now."""
        found: dict[str, set[int]] = defaultdict(set)
        running = DeviceAssignment.objects.filter(end__isnull=True)
        for mn, point in running.values_list("device__mn", "point_id"):
            found[mn].add(point)
        return found

    @cached_property
    def people(self) -> dict[str, tuple[str, str]]:
        """Accounts: user name to name and telephone."""
        rows = User.objects.values_list("username", "name", "phone")
        return {username: (name, phone) for username, name, phone in rows}


def _inverted(words: dict[Any, str]) -> dict[str, list[Any]]:
    found: dict[str, list[Any]] = defaultdict(list)
    for key, word in words.items():
        found[word].append(key)
    return dict(found)
