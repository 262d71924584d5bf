"""A procedure as rows of a form (按表格编辑流程); what no row shows is kept."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django import forms

from bihuan.accounts.roles import Role
from bihuan.cases.procedure.document import FieldKind, Procedure, Relation
from bihuan.cases.procedure.wire import as_data
from bihuan.cases.procedure.word import FIELD_KINDS, LEVELS, RELATIONS, STEP_KINDS, UNITS
from bihuan.regulations.working_time.term import TermUnit

CODE = r"^[a-z][a-z0-9_]*$"
DECIDING = (FieldKind.CHOICE, FieldKind.CHOICES, FieldKind.YES_NO)
"""Kinds whose answer can make another field required."""
BETWEEN = "；"


class Row(forms.Form):
    """One row; a row without a code is no row."""

    code = forms.RegexField(
        CODE,
        label="代码",
        max_length=40,
        required=False,
        error_messages={"invalid": "代码由小写字母、数字和下划线组成，以字母开头"},
    )
    title = forms.CharField(label="名称", max_length=40, required=False)

    def clean(self) -> dict[str, Any]:
        """A row with a code has a name."""
        given = super().clean() or {}
        if given.get("code") and not given.get("title"):
            self.add_error("title", "请填写名称")
        return given

    def choose(self, name: str, choices: Sequence[tuple[str, str]]) -> None:
        """Offer what the procedure knows."""
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        blank = [] if isinstance(field, forms.MultipleChoiceField) else [("", "—")]
        field.choices = [*blank, *choices]


def _several(label: str, choices: Sequence[tuple[str, str]] = ()) -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=label,
        choices=choices,
        required=False,
        widget=forms.SelectMultiple({"size": 3}),
    )


def _one(label: str, choices: Sequence[tuple[str, str]] = ()) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, choices=choices, required=False)


class ActorRow(Row):
    """Who may act (办理人)."""

    posts = _several("岗位", list(Role.choices))
    levels = _several("级别（不选为不限）", LEVELS)
    relation = _one("与事项的关系", RELATIONS)

    def data_of(self) -> dict[str, Any]:
        """As the document holds it."""
        return {name: self.cleaned_data[name] for name in ("posts", "levels", "relation")}


class StageRow(Row):
    """Where a case stands (环节)."""

    holder = _one("待办人")
    amount = forms.IntegerField(label="期限", min_value=1, max_value=999, required=False)
    unit = _one("单位", UNITS)
    reminders = forms.RegexField(
        r"^\d{1,3}([,，、]\s*\d{1,3})*$", label="提醒（%）", required=False, strip=True
    )
    after_hours = forms.IntegerField(label="逾期几小时升级", min_value=0, required=False)
    tell = _several("升级告知")
    is_end = forms.BooleanField(label="结束", required=False)

    def data_of(self) -> dict[str, Any]:
        """As the document holds it; an escalation keeps what the row does not show."""
        given = self.cleaned_data
        marks = given["reminders"].replace("，", ",").replace("、", ",")
        found: dict[str, Any] = {
            "holder": given["holder"],
            "is_end": given["is_end"],
            "reminders": [int(mark) for mark in marks.split(",") if mark.strip()],
            "term": None,
            "escalation": None,
        }
        if given["amount"]:
            unit = given["unit"] or TermUnit.WORKING_DAYS.value
            found["term"] = {"amount": given["amount"], "unit": unit}
        if given["after_hours"] is not None:
            found["escalation"] = {"after_hours": given["after_hours"], "tell": given["tell"]}
        return found


class StepRow(Row):
    """A move between stages (步骤)."""

    kind = _one("类别", STEP_KINDS)
    sources = _several("从")
    target = _one("到")
    actors = _several("由谁办理")
    form = _one("表单")
    notices = _several("通知")
    most = forms.IntegerField(label="最多次数", min_value=0, max_value=99, required=False)
    beyond = _one("满次数后到")

    def data_of(self) -> dict[str, Any]:
        """As the document holds it."""
        given = dict(self.cleaned_data)
        names = ("kind", "sources", "target", "actors", "form", "notices", "beyond")
        return {name: given[name] for name in names} | {"most": given["most"] or 0}


class FieldRow(Row):
    """One field of a form (表单字段); its hint is kept."""

    form = _one("表单")
    kind = _one("类型", FIELD_KINDS)
    choices = forms.CharField(label="选项（用；分隔）", max_length=1000, required=False)
    required = forms.BooleanField(label="必填", required=False)
    when = _one("必填条件：字段")
    values = forms.CharField(label="为这些值之一（用；分隔）", max_length=400, required=False)

    def clean(self) -> dict[str, Any]:
        """A field belongs to a form, and a condition has both its halves."""
        given = super().clean()
        if given.get("code") and not given.get("form"):
            self.add_error("form", "请选择表单")
        if bool(given.get("when")) != bool(given.get("values")):
            self.add_error("values", "条件的字段和值要么都填，要么都不填")
        return given

    def data_of(self) -> dict[str, Any]:
        """As the document holds it."""
        given = self.cleaned_data
        said = {name: _split(given[name]) for name in ("choices", "values")}
        when = {"field": given["when"], "values": said["values"]} if given["when"] else None
        return {
            "name": given["code"],
            "title": given["title"],
            "kind": given["kind"] or FieldKind.TEXT.value,
            "required": given["required"],
            "choices": said["choices"],
            "required_when": when,
        }


def _split(text: str) -> list[str]:
    return [word.strip() for word in text.replace(";", BETWEEN).split(BETWEEN) if word.strip()]


class ProcedureRows:
    """All rows of a procedure, filled from its document or from what somebody sent."""

    def __init__(self, procedure: Procedure, data: Mapping[str, Any] | None = None) -> None:
        self._before: dict[str, Any] = as_data(procedure)
        self._data = data
        self.parts: dict[str, list[Row]] = {
            "actors": self._rows("actors", ActorRow),
            "stages": self._rows("stages", StageRow),
            "steps": self._rows("steps", StepRow),
            "fields": self._rows("fields", FieldRow),
        }
        self._offer()

    def is_valid(self) -> bool:
        """Whether every row can be read."""
        rows = [row for part in self.parts.values() for row in part]
        return sum(row.is_valid() for row in rows) == len(rows)

    def document(self) -> dict[str, Any]:
        """The document that the rows say; what they do not show stays."""
        parts = {name: self._part(name) for name in self.parts if name != "fields"}
        return self._before | parts | {"forms": self._forms()}

    def _rows(self, part: str, kind: type[Row]) -> list[Row]:
        known = _fields(self._before) if part == "fields" else self._before.get(part, [])
        count = len(known) + 2
        if self._data is not None:
            sent = str(self._data.get(f"{part}-count", ""))
            count = min(int(sent), 200) if sent.isdigit() else count
        shown = [*map(_shown, known), *({} for _ in range(count))][:count]
        return [
            kind(self._data, prefix=f"{part}-{place}", initial=initial)
            for place, initial in enumerate(shown)
        ]

    def _offer(self) -> None:
        actors, stages = list(self._titles("actors")), list(self._titles("stages"))
        asked = [(one["code"], one["title"]) for one in self._before.get("forms", [])]
        offered = {
            "stages": {"holder": actors, "tell": actors},
            "steps": {
                "sources": stages,
                "target": stages,
                "beyond": stages,
                "actors": actors,
                "notices": actors,
                "form": asked,
            },
            "fields": {"form": asked, "when": self._deciding()},
        }
        for part, fields in offered.items():
            for row in self.parts[part]:
                for name, choices in fields.items():
                    row.choose(name, choices)

    def _titles(self, part: str) -> Iterator[tuple[str, str]]:
        for row in self.parts[part]:
            code = row["code"].value()
            if code:
                yield code, row["title"].value() or code

    def _deciding(self) -> list[tuple[str, str]]:
        rows = [row for row in self.parts["fields"] if row["kind"].value() in DECIDING]
        named = {row["code"].value(): row["title"].value() for row in rows if row["code"].value()}
        return [(code, title or code) for code, title in named.items()]

    def _forms(self) -> list[dict[str, Any]]:
        """The forms with the fields of their rows, in the order of the rows."""
        known = {(one["form"], one["code"]): one["kept"] for one in _fields(self._before)}
        rows: list[Any] = [one for one in self.parts["fields"] if one.cleaned_data.get("code")]
        fields: dict[str, list[dict[str, Any]]] = {}
        for row in rows:
            form, code = row.cleaned_data["form"], row.cleaned_data["code"]
            merged = {**known.get((form, code), {}), **row.data_of()}
            fields.setdefault(form, []).append(_without_blanks(merged))
        return [
            {**one, "fields": fields.get(one["code"], [])} for one in self._before.get("forms", [])
        ]

    def _part(self, name: str) -> list[dict[str, Any]]:
        known = {one["code"]: one for one in self._before.get(name, [])}
        rows = [row for row in self.parts[name] if row.cleaned_data.get("code")]
        return [_merged(known.get(row.cleaned_data["code"], {}), row) for row in rows]


def _merged(before: Mapping[str, Any], row: Any) -> dict[str, Any]:
    said = row.data_of()
    if said.get("escalation") and before.get("escalation", {}).get("step"):
        said["escalation"]["step"] = before["escalation"]["step"]
    own = {"code": row.cleaned_data["code"], "title": row.cleaned_data["title"]}
    return _without_blanks({**before, **own, **said})


def _without_blanks(data: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in data.items() if value not in (None, "", [], 0, False)}


def _fields(document: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Every field of every form as its row shows it; `kept` is what the document says of it."""
    return [
        {
            "form": form["code"],
            "code": one["name"],
            "title": one["title"],
            "kind": one["kind"],
            "required": one.get("required", False),
            "choices": BETWEEN.join(one.get("choices", [])),
            "when": one.get("required_when", {}).get("field", ""),
            "values": BETWEEN.join(one.get("required_when", {}).get("values", [])),
            "kept": one,
        }
        for form in document.get("forms", [])
        for one in form.get("fields", [])
    ]


def _shown(data: Mapping[str, Any]) -> dict[str, Any]:
    """A row of the document as the form shows it."""
    term, escalation = data.get("term") or {}, data.get("escalation")
    return {
        **data,
        "amount": term.get("amount"),
        "unit": term.get("unit"),
        "reminders": ",".join(str(mark) for mark in data.get("reminders", [])),
        "after_hours": escalation.get("after_hours", 0) if escalation is not None else None,
        "tell": (escalation or {}).get("tell", []),
        "relation": data.get("relation", Relation.DISTRICT.value),
    }
