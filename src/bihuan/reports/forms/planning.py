"""Forms of plans and batches (计划与批量)."""

from datetime import time
from typing import Any

from django import forms

from bihuan.accounts.models import District, User
from bihuan.registry.forms.board import districts_of
from bihuan.reports.definition import ReportKind, all_kinds
from bihuan.reports.forms.listing import DAY
from bihuan.reports.models import Batch, DocumentPlan
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
            "least",
            "contract_sum",
            "free_warnings",
            "deduction",
            "basis",
            "is_active",
        )
        widgets = {"first": DAY, "last": DAY}

    def __init__(self, *given: Any, user: User, **more: Any) -> None:
        super().__init__(*given, **more)
        district = self.fields["district"]
        assert isinstance(district, forms.ModelChoiceField)
        district.queryset = District.objects.filter(pk__in=[code for code, _ in districts_of(user)])
        held = {}
        if self.instance.pk:
            held = {item.kind: item for item in self.instance.items.all()}
        for kind in planned_kinds():
            item = held.get(kind.code)
            terms = (
                ItemTerms(kind.code, item.due_days, item.due_time, item.count, item.is_drafted)
                if item
                else ItemTerms(kind.code, kind.due.days, kind.due.at)
            )
            self._add(kind, terms, is_on=item is not None or not self.instance.pk)

    def _add(self, kind: ReportKind, terms: ItemTerms, *, is_on: bool) -> None:
        code = kind.code
        told = {
            "on": forms.BooleanField(label=kind.title, required=False, initial=is_on),
            "days": forms.IntegerField(
                label="期末后天数", min_value=0, max_value=120, initial=terms.due_days
            ),
            "time": forms.TimeField(
                label="时刻",
                initial=terms.due_time,
                widget=forms.TimeInput({"type": "time"}, format="%H:%M"),
            ),
            "count": forms.IntegerField(
                label="份数", min_value=0, max_value=2000, initial=terms.count
            ),
            "draft": forms.BooleanField(label="自动拟稿", required=False, initial=terms.is_drafted),
        }
        unused = ("days", "time", "draft") if kind.is_special else ("count",)
        for name, field in told.items():
            if name in unused:
                continue
            field.required = False
            if name in ("days", "time", "count"):
                looks = {"class": "form-control", "aria-label": f"{kind.title}{field.label}"}
                field.widget.attrs.update(looks)
            self.fields[f"{code}:{name}"] = field

    def lines(self) -> list[tuple[ReportKind, dict[str, forms.BoundField]]]:
        """The fields of each kind, for the page."""
        names = ("on", "days", "time", "count", "draft")
        return [
            (kind, {name: self[f"{kind.code}:{name}"] for name in names if self._has(kind, name)})
            for kind in planned_kinds()
        ]

    def _has(self, kind: ReportKind, name: str) -> bool:
        return f"{kind.code}:{name}" in self.fields

    def items(self) -> list[ItemTerms]:
        """What was asked of each kind, after `is_valid`."""
        return [
            self._terms(kind) for kind in planned_kinds() if self.cleaned_data[f"{kind.code}:on"]
        ]

    def _terms(self, kind: ReportKind) -> ItemTerms:
        told = {
            name: self.cleaned_data.get(f"{kind.code}:{name}") for name in ("days", "time", "count")
        }
        days, at = told["days"], told["time"]
        return ItemTerms(
            kind=kind.code,
            due_days=kind.due.days if days is None else days,
            due_time=at if isinstance(at, time) else kind.due.at,
            count=told["count"] or 0,
            is_drafted=bool(self.cleaned_data.get(f"{kind.code}:draft")),
        )


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
