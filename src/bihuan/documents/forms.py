"""Forms about files (附件表单)."""

from django import forms

KINDS = ".jpg,.jpeg,.png,.heic,.pdf,.doc,.docx,.xls,.xlsx"


class AttachmentForm(forms.Form):
    """A file with what it shows."""

    file = forms.FileField(
        label="照片或文件",
        help_text="照片、PDF、Word、Excel",
        widget=forms.FileInput({"accept": KINDS}),
        error_messages={"required": "请选择照片或文件", "empty": "文件是空的"},
    )
    caption = forms.CharField(
        label="说明", max_length=120, required=False, help_text="例如：站房外观、采样口朝北"
    )


class RemovalForm(forms.Form):
    """Why a file is taken off."""

    reason = forms.CharField(label="移除原因", max_length=200)
