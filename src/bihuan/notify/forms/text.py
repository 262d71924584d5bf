"""Texts of notices (消息模板)."""

from typing import Any

from django import forms

from bihuan.notify.kinds import NoticeKind
from bihuan.notify.placeholder import faults


class TextForm(forms.Form):
    """A new version of a kind's text."""

    title = forms.CharField(label="标题模板", max_length=200)
    text = forms.CharField(
        label="正文模板", max_length=4000, widget=forms.Textarea({"rows": 8, "spellcheck": "false"})
    )
    note = forms.CharField(label="修改说明", max_length=200, help_text="为什么改，便于日后查对")

    def __init__(self, *given: Any, kind: NoticeKind, **more: Any) -> None:
        super().__init__(*given, **more)
        self.kind = kind

    def clean_title(self) -> str:
        """Its placeholders must be known."""
        return self._checked("title")

    def clean_text(self) -> str:
        """Its placeholders must be known."""
        return self._checked("text")

    def _checked(self, name: str) -> str:
        given = str(self.cleaned_data[name]).replace("\r\n", "\n")
        if wrong := faults(given, self.kind.all_fields):
            raise forms.ValidationError(wrong)
        return given
