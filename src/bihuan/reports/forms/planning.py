"""Forms of plans and batches (计划与批量)."""

from datetime import datetime, time
from typing import Any

from django import forms

from bihuan.accounts.models import District, User
from bihuan.documents.forms import KINDS
from bihuan.registry.forms.board import districts_of
from bihuan.reports.definition import ReportKind, all_kinds
from bihuan.reports.forms.listing import DAY
from bihuan.reports.models import Batch, DayCount, DocumentPlan, PlanItem
from bihuan.reports.models.plan import RHYTHMS
from bihuan.reports.period import PeriodKind
from bihuan.reports.queries.plan import planned_kinds
from bihuan.reports.services.planning import ItemTerms


class PlanForm(forms.ModelForm[DocumentPlan]):
    """A plan and what it asks of each kind (文稿计划)."""

    class Meta:
        model = DocumentPlan
        fields = (
            "name",
            "district",
            "first",
            "last",
            "live_from",
            "least",
            "contract_sum",
            "free_warnings",
            "deduction",
            "basis",
            "is_active",
        )
        widgets = {"first": DAY, "last": DAY, "live_from": DAY}

    def __init__(self, *given: Any, user: User, **more: Any) -> None:
        super().__init__(*given, **more)
        district = self.fields["district"]
        assert isinstance(district, forms.ModelChoiceField)
        district.queryset = District.objects.filter(pk__in=[code for code, _ in districts_of(user)])
        held = {}
        if self.instance.pk:
            held = {item.kind: item for item in self.instance.items.all()}
        self._add_data([item for item in held.values() if item.is_data])
        for kind in planned_kinds():
            item = held.get(kind.code)
            terms = terms_of(item) if item else ItemTerms(kind.code, kind.due.days, kind.due.at)
            self._add(kind, terms, is_on=item is not None or not self.instance.pk)

    def _add_data(self, held: list[PlanItem]) -> None:
        """A line for each hand-over of data, and empty ones for more."""
        used = [int(item.kind.removeprefix(DATA)) for item in held]
        start = max(used, default=0) + 1
        lines = {item.kind: terms_of(item) for item in held}
        for number in range(start, start + MORE_DATA):
            lines[f"{DATA}{number}"] = ItemTerms(f"{DATA}{number}", 5, time(18))
        self.data_codes = tuple(lines)
        for code, terms in lines.items():
            for name, field in _data_fields(terms).items():
                field.required = False
                shape = "form-select" if isinstance(field, forms.ChoiceField) else "form-control"
                field.widget.attrs.update({"class": shape, "aria-label": f"数据报送{field.label}"})
                self.fields[f"{code}:{name}"] = field

    def data_lines(self) -> list[dict[str, forms.BoundField]]:
        """The fields of each hand-over of data, for the page."""
        return [{name: self[f"{code}:{name}"] for name in DATA_NAMES} for code in self.data_codes]

    def _add(self, kind: ReportKind, terms: ItemTerms, *, is_on: bool) -> None:
        on = forms.BooleanField(label=kind.title, required=False, initial=is_on)
        self.fields[f"{kind.code}:on"] = on
        for name, field in _fields(kind, terms).items():
            field.required = False
            if not isinstance(field, forms.BooleanField):
                shape = "form-select" if isinstance(field, forms.ChoiceField) else "form-control"
                looks = {"class": shape, "aria-label": f"{kind.title}{field.label}"}
                field.widget.attrs.update(looks)
            self.fields[f"{kind.code}:{name}"] = field

    def lines(self) -> list[tuple[ReportKind, dict[str, forms.BoundField]]]:
        """The fields of each kind, for the page."""
        return [
            (
                kind,
                {
                    name: self[f"{kind.code}:{name}"]
                    for name in ("on", *NAMES)
                    if f"{kind.code}:{name}" in self.fields
                },
            )
            for kind in planned_kinds()
        ]

    def items(self) -> list[ItemTerms]:
        """What was asked of each kind, after `is_valid`."""
        asked = [kind for kind in planned_kinds() if self.cleaned_data[f"{kind.code}:on"]]
        data = [code for code in self.data_codes if self.cleaned_data[f"{code}:title"]]
        return [*map(self._terms, asked), *map(self._data_terms, data)]

    def _data_terms(self, code: str) -> ItemTerms:
        told = {name: self.cleaned_data[f"{code}:{name}"] for name in DATA_NAMES}
        return ItemTerms(
            kind=code,
            due_days=told["days"] or 0,
            due_time=told["time"] or time(18),
            is_drafted=False,
            day_count=DayCount(told["by"] or DayCount.CALENDAR),
            before=told["before"] or 0,
            title=told["title"],
            rhythm=told["rhythm"] or PeriodKind.MONTH.value,
            receiver=told["receiver"],
        )

    def _terms(self, kind: ReportKind) -> ItemTerms:
        told = {name: self.cleaned_data.get(f"{kind.code}:{name}") for name in NAMES}
        days, at = told["days"], told["time"]
        return ItemTerms(
            kind=kind.code,
            due_days=kind.due.days if days is None else days,
            due_time=at if isinstance(at, time) else kind.due.at,
            count=told["count"] or 0,
            is_drafted=bool(told["draft"]),
            day_count=DayCount(told["by"] or DayCount.CALENDAR),
            before=told["before"] or 0,
        )


NAMES = ("days", "by", "time", "count", "before", "draft")
DATA_NAMES = ("title", "receiver", "rhythm", "days", "by", "time", "before")
DATA, MORE_DATA = "data.", 2
MOST_DAYS, MOST_DOCUMENTS = 120, 2000


def terms_of(item: PlanItem) -> ItemTerms:
    """The terms that an item holds."""
    return ItemTerms(
        kind=item.kind,
        due_days=item.due_days,
        due_time=item.due_time,
        count=item.count,
        is_drafted=item.is_drafted,
        day_count=DayCount(item.day_count),
        before=item.before,
        title=item.title,
        rhythm=item.rhythm,
        receiver=item.receiver,
    )


def _fields(kind: ReportKind, terms: ItemTerms) -> dict[str, forms.Field]:
    """The fields of a kind: a special one has a number, the others have a due time."""
    before = _number("启用前已交付", MOST_DOCUMENTS, terms.before)
    if kind.is_special:
        return {"count": _number("份数", MOST_DOCUMENTS, terms.count), "before": before}
    clock = forms.TimeInput({"type": "time"}, format="%H:%M")
    return {
        "days": _number("期末后天数", MOST_DAYS, terms.due_days),
        "by": forms.ChoiceField(label="天数按", choices=DayCount.choices, initial=terms.day_count),
        "time": forms.TimeField(label="时刻", initial=terms.due_time, widget=clock),
        "before": before,
        "draft": forms.BooleanField(label="自动拟稿", initial=terms.is_drafted),
    }


def _data_fields(terms: ItemTerms) -> dict[str, forms.Field]:
    """The fields of one hand-over of data; without a title there is none."""
    clock = forms.TimeInput({"type": "time"}, format="%H:%M")
    month = PeriodKind.MONTH.value
    return {
        "title": forms.CharField(label="内容", max_length=60, initial=terms.title),
        "receiver": forms.CharField(label="报送对象", max_length=60, initial=terms.receiver),
        "rhythm": forms.ChoiceField(label="周期", choices=RHYTHMS, initial=terms.rhythm or month),
        "days": _number("期末后天数", MOST_DAYS, terms.due_days),
        "by": forms.ChoiceField(label="天数按", choices=DayCount.choices, initial=terms.day_count),
        "time": forms.TimeField(label="时刻", initial=terms.due_time, widget=clock),
        "before": _number("启用前已报送", MOST_DOCUMENTS, terms.before),
    }


def _number(label: str, most: int, initial: int) -> forms.IntegerField:
    return forms.IntegerField(label=label, min_value=0, max_value=most, initial=initial)


class HandoverForm(forms.Form):
    """When data were handed over and what proves it (登记数据报送)."""

    handed_at = forms.DateTimeField(
        label="报送时间", widget=forms.DateTimeInput({"type": "datetime-local"})
    )
    receipt = forms.CharField(label="回执号或说明", max_length=200, required=False)
    file = forms.FileField(
        label="报送文件或回执", required=False, widget=forms.FileInput({"accept": KINDS})
    )

    def handed(self) -> datetime:
        """The moment, after `is_valid`."""
        moment: datetime = self.cleaned_data["handed_at"]
        return moment


class BatchForm(forms.ModelForm[Batch]):
    """Which documents are made in one go (批量生成)."""

    kinds = forms.MultipleChoiceField(
        label="种类", widget=forms.CheckboxSelectMultiple({"class": "form-check-input"})
    )

    class Meta:
        model = Batch
        fields = ("district", "first", "last", "kinds", "with_pdf")
        widgets = {"first": DAY, "last": DAY}

    def __init__(self, *given: Any, user: User, **more: Any) -> None:
        super().__init__(*given, **more)
        district = self.fields["district"]
        assert isinstance(district, forms.ModelChoiceField)
        district.queryset = District.objects.filter(pk__in=[code for code, _ in districts_of(user)])
        kinds = [(kind.code, kind.title) for kind in all_kinds()]
        self.fields["kinds"].choices = kinds  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Days in order."""
        told = super().clean() or self.cleaned_data
        first, last = told.get("first"), told.get("last")
        if first and last and last < first:
            raise forms.ValidationError("末日不能早于首日")
        return told


class TemplateForm(forms.Form):
    """An edited Word template (上传模板)."""

    file = forms.FileField(label="Word 模板", widget=forms.FileInput({"accept": ".docx"}))
    note = forms.CharField(label="修改说明", max_length=200)
