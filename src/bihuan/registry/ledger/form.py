"""Forms of the ledger: filters of a list, and an object with the reason of its change."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.db import models
from django.forms.models import modelform_factory
from django.http import QueryDict

from bihuan.accounts.models import Organisation, User
from bihuan.registry.coordinate import Datum, WrongCoordinate, coordinate
from bihuan.registry.exchange.place import DECIMALS, TURNED
from bihuan.registry.forms.board import districts_of
from bihuan.registry.forms.listing import FilterForm, choice_field, search_field
from bihuan.registry.ledger.ledger import Ledger
from bihuan.registry.ledger.named import NamedField
from bihuan.registry.ledger.query import Chosen, narrowed
from bihuan.registry.models.datum import DATUMS

FEW = 400
"""A list of so many choices is still looked through; beyond that one types a name."""

GIVEN_DATUMS = [("", "CGCS2000（不换算）"), *(one for one in DATUMS if one[0] in TURNED)]
REASON_HINT = "写入变更记录，例如：现场核实、企业申报、文件要求"


class LedgerFilterForm(FilterForm):
    """Filters of one list; sort and columns travel along."""

    def __init__(self, data: Any, *, ledger: Ledger, user: User) -> None:
        super().__init__(data)
        self._ledger = ledger
        self.fields["text"] = search_field(ledger.example or f"{ledger.title}名称")
        if ledger.district:
            self.fields["district"] = choice_field("行政区划", districts_of(user))
        for one in ledger.filters:
            self.fields[one.name] = choice_field(one.label, one.choices(user))
        hidden = forms.HiddenInput
        self.fields["sort"] = forms.CharField(max_length=60, required=False, widget=hidden)
        self.fields["columns"] = forms.MultipleChoiceField(
            label="显示列",
            choices=[(key, column.title) for key, column in ledger.columns.items()],
            required=False,
            widget=forms.MultipleHiddenInput,
        )

    def chosen(self) -> Chosen:
        """What the list is narrowed to and how it shows."""
        told = self.told
        return Chosen(
            text=told.get("text", ""),
            district=told.get("district", ""),
            filters=tuple(
                (one.name, told[one.name]) for one in self._ledger.filters if one.name in told
            ),
            columns=tuple(told.get("columns", ())),
            sort=told.get("sort", ""),
        )


def export_rows(
    ledger: Ledger, query: QueryDict, user: User, today: date
) -> "models.QuerySet[Any]":
    """The rows that a list's filters choose, for an export."""
    chosen = LedgerFilterForm(query, ledger=ledger, user=user).chosen()
    return narrowed(ledger, ledger.sheet.rows(user), chosen, today)


class ObjectForm(forms.ModelForm[Any]):
    """One object of the ledger (登记表单); what was typed stays whatever is wrong."""

    change_reason = forms.CharField(label="变更原因", max_length=300, help_text=REASON_HINT)
    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        """Turn coordinates that were typed in another datum, and refuse what is no place."""
        told: dict[str, Any] = super().clean() or {}
        if "given_datum" not in self.fields or self.errors.keys() & {"longitude", "latitude"}:
            return told
        east, north = told.get("longitude"), told.get("latitude")
        stated = told.get("given_datum") or ""
        if (east is None) != (north is None):
            self.add_error("latitude", "经度和纬度须同时填写")
        elif east is not None and north is not None and (stated or self._moved):
            self._turn(told, Datum(stated or Datum.CGCS2000))
        return told

    @property
    def _moved(self) -> bool:
        return bool({"longitude", "latitude"} & set(self.changed_data))

    def _turn(self, told: dict[str, Any], datum: Datum) -> None:
        try:
            place = coordinate(told["longitude"], told["latitude"], datum)
        except WrongCoordinate as error:
            self.add_error("longitude", str(error))
            return
        told["longitude"] = round(place.longitude, DECIMALS)
        told["latitude"] = round(place.latitude, DECIMALS)
        self.instance.datum = datum.value

    @property
    def ordered(self) -> list[forms.BoundField]:
        """The fields that show, the reason last."""
        fields = [one for one in self.visible_fields() if one.name != "change_reason"]
        names = [one.name for one in fields]
        if "given_datum" in names:
            fields.insert(names.index("latitude") + 1, fields.pop(names.index("given_datum")))
        return fields


def object_form(
    ledger: Ledger,
    data: Mapping[str, Any] | None,
    *,
    user: User,
    instance: models.Model | None = None,
    initial: Mapping[str, Any] | None = None,
) -> ObjectForm:
    """The form of one object, offering only what lies within the person's reach."""

    def field(column: "models.Field[Any, Any]", **options: Any) -> Any:
        return _field(ledger, column, user, options)

    kind: Any = modelform_factory(
        ledger.sheet.model, form=ObjectForm, fields=ledger.fields, formfield_callback=field
    )
    form: ObjectForm = kind(data, instance=instance, initial=dict(initial or {}))
    if "longitude" in form.fields:
        form.fields["given_datum"] = forms.ChoiceField(
            label="填写的经纬度所用坐标系",
            choices=GIVEN_DATUMS,
            required=False,
            help_text="高德、腾讯地图选 GCJ-02，百度地图选 BD-09，保存时换算",
        )
    return form


def _field(
    ledger: Ledger, column: "models.Field[Any, Any]", user: User, options: dict[str, Any]
) -> Any:
    if isinstance(column, models.ForeignKey):
        return _reference(ledger, column, user)
    if isinstance(column, models.DateField):
        options["widget"] = forms.DateInput({"type": "date"}, format="%Y-%m-%d")
    return column.formfield(**options)


def _reference(ledger: Ledger, column: "models.ForeignKey[Any, Any]", user: User) -> Any:
    model: Any = column.related_model
    label, required = str(column.verbose_name), not column.blank
    rows = model._default_manager.all()
    if hasattr(rows, "visible_to"):
        rows = rows.visible_to(user, roles=ledger.writers)
    elif model is Organisation:
        rows = rows.select_related(None)
    if rows.order_by()[: FEW + 1].count() > FEW:
        return NamedField(rows, label=label, required=required)
    return forms.ModelChoiceField(
        rows,
        label=label,
        required=required,
        empty_label="请选择" if required else "（未填）",
        error_messages={"invalid_choice": f"所选{label}不在您的管理范围内"},
    )
