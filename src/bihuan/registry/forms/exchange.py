"""Forms of an import: the file, and which column is which (导入表单)."""

from collections.abc import Mapping
from typing import Any

from django import forms

from bihuan.registry.exchange.cell import text_of
from bihuan.registry.exchange.place import STATED
from bihuan.registry.exchange.sheet import Sheet
from bihuan.registry.exchange.table import HEAD_ROWS, Table
from bihuan.registry.models.datum import DATUMS

LARGEST = 50 * 1024 * 1024
SAMPLE = 16
PREFIX = "column-"
FILE_DATUMS = [("", "未说明（按 CGCS2000，不换算）"), *DATUMS]
DATUM_HELP = (
    "没有“坐标系”列的行按此处理；GCJ-02（高德、腾讯）和 BD-09（百度）会换算，预览中逐行列出"
)


class UploadForm(forms.Form):
    """The file."""

    file = forms.FileField(
        label="文件",
        help_text="Excel（.xlsx、.xls）或 CSV（UTF-8、GB 18030），不超过 50 MB",
        widget=forms.FileInput({"accept": ".xlsx,.xls,.xlsm,.csv,.txt"}),
        error_messages={"required": "请选择要导入的文件", "empty": "文件是空的"},
    )

    def clean_file(self) -> Any:
        """Refuse what is too large to be a list."""
        file = self.cleaned_data["file"]
        if file.size > LARGEST:
            raise forms.ValidationError("文件超过 50 MB，请拆分后分批导入")
        return file


class MappingForm(forms.Form):
    """For each column of the list, a column of the file or none."""

    header_line = forms.IntegerField(min_value=1, max_value=HEAD_ROWS, widget=forms.HiddenInput)

    def __init__(
        self, data: Mapping[str, Any] | None, *, sheet: Sheet, table: Table, proposal: Any
    ) -> None:
        super().__init__(data, initial={"header_line": proposal.header_line})
        offered = [("", "（不导入）"), *_offered(table, proposal.header_line)]
        for column in sheet.importable:
            self.fields[PREFIX + column.field] = forms.ChoiceField(
                label=f"{column.title} *" if column.required else column.title,
                required=False,
                choices=offered,
                initial=str(proposal.columns.get(column.field, "")),
                help_text=column.help,
            )
        if STATED in sheet.titles:
            self.fields["datum"] = forms.ChoiceField(
                label="文件坐标系", required=False, choices=FILE_DATUMS, help_text=DATUM_HELP
            )

    @property
    def mapping(self) -> dict[str, int]:
        """Field to column of the file, as chosen."""
        return {
            name.removeprefix(PREFIX): int(value)
            for name, value in self.cleaned_data.items()
            if name.startswith(PREFIX) and value != ""
        }


def _offered(table: Table, header_line: int) -> list[tuple[str, str]]:
    """Each column of the file by letter, header and an example of its content."""
    below = table.rows[header_line : header_line + 50]
    offered = []
    for place, word in enumerate(table.header(header_line)):
        texts = (text_of(row[place]) for row in below if place < len(row))
        sample = next((text for text in texts if text), "")[:SAMPLE]
        shown = f"{letters(place)} 列 {word or '（无表头）'}"
        offered.append((str(place), f"{shown}，如“{sample}”" if sample else shown))
    return offered


def letters(place: int) -> str:
    """The letters by which a spreadsheet calls a column.

    >>> letters(0), letters(25), letters(26)
    ('A', 'Z', 'AA')
    """
    word, rest = "", place + 1
    while rest:
        rest, last = divmod(rest - 1, 26)
        word = chr(65 + last) + word
    return word
