"""One row of a list of findings is read (读取异常清单的一行): what it names must exist in reach."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from re import split

from bihuan.accounts.models import District, Organisation, User
from bihuan.accounts.roles import Role
from bihuan.accounts.scope import within
from bihuan.cases.forms.step import StepForm
from bihuan.cases.hits.columns import HitList
from bihuan.cases.procedure.document import FieldKind, Form, FormField, Procedure
from bihuan.cases.services.raising import NewCase
from bihuan.registry.exchange.lookup import Lookup, folded
from bihuan.registry.models import Enterprise, MonitoringPoint

WORDS = (("title", "标题", 200), ("reason", "事由", 2000))
SAID = {"是": "yes", "否": "no"}


@dataclass(slots=True)
class Hit:
    """One row of a list: what it says, what is wrong with it, and the case that it would raise."""

    line: int
    given: Mapping[str, str]
    faults: list[str] = field(default_factory=list)
    new: NewCase | None = None
    raised: str = ""
    """Number of the case that this very row has raised before."""

    @property
    def unit(self) -> str:
        """The enterprise as it was found, else as it was written."""
        found = self.new.enterprise.name if self.new and self.new.enterprise else ""
        return found or self.given.get("enterprise", "")

    @property
    def place(self) -> str:
        """The district as it was found, else as it was written."""
        return self.new.district.name if self.new else self.given.get("district", "")

    @property
    def is_ready(self) -> bool:
        """Whether a case would be raised of it."""
        return self.new is not None and not self.faults and not self.raised


@dataclass
class RowReader:
    """Reads rows as cases of one kind, within the reach of whoever imports."""

    procedure: Procedure
    by: User
    mark: str

    def read(self, line: int, given: Mapping[str, str]) -> Hit:
        """What a row says, with its faults."""
        hit = Hit(line, given)
        enterprise = self._enterprise(hit)
        district = self._district(hit, enterprise)
        points = self._points(hit, enterprise)
        lead = self._lead(hit)
        fields = self._fields(hit)
        for name, title, most in WORDS:
            if not given.get(name):
                hit.faults.append(f"{title}：此项必填")
            elif len(given[name]) > most:
                hit.faults.append(f"{title}：超过 {most} 字")
        if district is not None and not hit.faults:
            hit.new = NewCase(
                kind=self.procedure.code,
                title=given["title"],
                district=district,
                reason=given["reason"],
                enterprise=enterprise,
                points=points,
                source=f"import:{self.mark}:{line}",
                fields=fields,
                lead=lead,
            )
        return hit

    @cached_property
    def _look(self) -> Lookup:
        actors = [self.procedure.actor(code) for code in self.procedure.raisers]
        return Lookup(self.by, frozenset(Role(post) for actor in actors for post in actor.posts))

    @cached_property
    def _enterprises(self) -> Mapping[int, Enterprise]:
        return Enterprise.objects.in_bulk(list(self._look.enterprises))

    @cached_property
    def _districts(self) -> Mapping[str, District]:
        return District.objects.in_bulk(list(self._look.districts))

    @cached_property
    def _bodies(self) -> Mapping[str, Organisation]:
        rows = Organisation.objects.exclude(kind__in=["enterprise", "supervisor"])
        codes = self.by.data_scope.districts
        if codes:
            rows = rows.filter(within("district_id", min(codes, key=len)[:4]))
        return {folded(row.name): row for row in rows}

    @cached_property
    def _known_points(self) -> Mapping[int, MonitoringPoint]:
        rows = MonitoringPoint.objects.select_related("outlet")
        return rows.in_bulk(list(self._look.points))

    @cached_property
    def _form(self) -> Form | None:
        return self.procedure.form(self.procedure.raise_form)

    def _enterprise(self, hit: Hit) -> Enterprise | None:
        words = hit.given.get("enterprise", "")
        if not words:
            return None
        found = self._look.enterprise(words, "") or self._look.enterprise("", words)
        if len(found) == 1:
            return self._enterprises[found[0]]
        hit.faults.append(
            f"企业：有 {len(found)} 家同名企业，请改填信用代码"
            if found
            else f"企业：您的数据范围内没有“{words}”，请核对全称"
        )
        return None

    def _district(self, hit: Hit, enterprise: Enterprise | None) -> District | None:
        words = hit.given.get("district", "")
        if not words and enterprise is not None:
            return self._districts.get(str(enterprise.district_id))
        if not words:
            if not hit.given.get("enterprise"):
                hit.faults.append("行政区划：与企业无关的事项必须填写")
            return None
        codes, _ = self._look.district(words)
        if len(codes) == 1:
            return self._districts[codes[0]]
        why = "有多个同名区划，请改填代码" if codes else "您的数据范围内没有"
        hit.faults.append(f"行政区划：{why}“{words}”")
        return None

    def _points(self, hit: Hit, enterprise: Enterprise | None) -> tuple[MonitoringPoint, ...]:
        found = []
        for word in filter(None, split(r"[;；、\n]", hit.given.get("points", ""))):
            keys = self._look.point_names.get(folded(word), [])
            rows = [self._known_points[key] for key in keys]
            own = [one for one in rows if one.outlet and one.outlet.enterprise == enterprise]
            rows = own if len(rows) > 1 else rows
            if len(rows) == 1:
                found.append(rows[0])
            else:
                why = "有多个同名监测点" if rows else "您的数据范围内没有"
                hit.faults.append(f"监测点：{why}“{word}”")
        return tuple(found)

    def _lead(self, hit: Hit) -> Organisation | None:
        words = hit.given.get("lead", "")
        found = self._bodies.get(folded(words)) if words else None
        if words and found is None:
            hit.faults.append(f"承办单位：没有“{words}”")
        elif found is None and HitList(self.procedure).needs_lead:
            hit.faults.append("承办单位：此项必填")
        return found

    def _fields(self, hit: Hit) -> dict[str, str]:
        if self._form is None:
            return {}
        form = StepForm(self._form, {one.name: _answer(one, hit) for one in self._form.fields})
        if form.is_valid():
            return form.values()
        titles = {one.name: one.title for one in self._form.fields}
        hit.faults += [f"{titles[name]}：{said[0]}" for name, said in form.errors.items()]
        return {}


def _answer(one: FormField, hit: Hit) -> object:
    text = hit.given.get(f"field-{one.name}", "")
    if one.kind is FieldKind.YES_NO:
        return SAID.get(text, text)
    if one.kind is FieldKind.CHOICES:
        return [word for word in split(r"[;；、,，]", text) if word]
    return text
