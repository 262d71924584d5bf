"""What people write into documents and about them (编制表单)."""

from datetime import date
from typing import Any

from django import forms

from bihuan.accounts.models import District, Post, User
from bihuan.accounts.roles import Role
from bihuan.registry.forms.board import districts_of
from bihuan.reports.definition import ReportKind, Subject, all_kinds, kind_of
from bihuan.reports.figure import Reading
from bihuan.reports.forms.listing import DAY
from bihuan.reports.period import Period, PeriodKind, period_around
from bihuan.reports.services.drafting import Wanted
from bihuan.reports.services.issuing import Told

EARLIEST, LATEST = date(2000, 1, 1), date(2100, 12, 31)


class DraftForm(forms.Form):
    """Which document is to be drafted (拟稿)."""

    kind = forms.ChoiceField(label="种类")
    district = forms.ChoiceField(label="行政区划")
    day = forms.DateField(
        label="日期", widget=DAY, help_text="取该日所在的日、周、月、季、半年或年"
    )
    until = forms.DateField(
        label="专报末日", widget=DAY, required=False, help_text="只用于专报；留空为同一日"
    )
    subject = forms.ChoiceField(
        label="专题对象", required=False, help_text="只用于专报；选定种类、区划、日期后列出"
    )
    called = forms.CharField(label="自拟标题", max_length=120, required=False)

    def __init__(self, *given: Any, user: User, reading: Reading, **more: Any) -> None:
        super().__init__(*given, **more)
        self._reading = reading
        kinds = [(kind.code, kind.title) for kind in all_kinds()]
        self.fields["kind"].choices = kinds  # type: ignore[attr-defined]
        self.fields["district"].choices = districts_of(user)  # type: ignore[attr-defined]
        found = [(one.key, one.title) for one in self._subjects()]
        self.fields["subject"].choices = [("", "—"), *found]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """A period that is over and fits the kind; a special kind names what it is about."""
        told = super().clean() or self.cleaned_data
        kind, day = told.get("kind"), told.get("day")
        if not kind or not day:
            return told
        period = self._period(kind_of(kind), day, told.get("until"))
        if not EARLIEST <= period.first <= period.last <= LATEST:
            raise forms.ValidationError("期间须在 2000 年至 2100 年之间，且末日不早于首日")
        if period.first > self._reading.now.date():
            raise forms.ValidationError("该期间尚未开始")
        if kind_of(kind).subjects and not told.get("subject"):
            self.add_error("subject", "请选择专题对象")
        return told

    def wanted(self) -> Wanted:
        """What was asked for, after `is_valid`."""
        told = self.cleaned_data
        kind = kind_of(told["kind"])
        period = self._period(kind, told["day"], told["until"])
        chosen = next((one for one in self._subjects() if one.key == told["subject"]), None)
        if chosen is not None:
            period = Period(PeriodKind.SPECIAL, chosen.first, chosen.last)
        subject = told["subject"] or (told["called"] if kind.is_special else "")
        district = District.objects.get(pk=told["district"])
        return Wanted(kind, district, period, subject[:80], told["called"])

    @staticmethod
    def _period(kind: ReportKind, day: date, until: date | None) -> Period:
        if kind.is_special:
            return Period(PeriodKind.SPECIAL, day, until or day)
        return period_around(kind.period, day)

    def _subjects(self) -> list[Subject]:
        """What a special kind may be about, once kind, district and days are known."""
        told = {**self.initial, **{name: value for name, value in self.data.items() if value}}
        kind = next((one for one in all_kinds() if one.code == told.get("kind")), None)
        try:
            day = date.fromisoformat(str(told.get("day")))
            until = date.fromisoformat(str(told.get("until") or day))
        except ValueError:
            return []
        if kind is None or kind.subjects is None or not told.get("district") or until < day:
            return []
        period = Period(PeriodKind.SPECIAL, day, until)
        return kind.subjects(period, str(told["district"]), self._reading)


class ParagraphForm(forms.Form):
    """A paragraph's text; figures are 【names】 (段落)."""

    text = forms.CharField(label="段落文字", max_length=6000, widget=forms.Textarea({"rows": 10}))


class NoteForm(forms.Form):
    """A step with its remark (办理意见)."""

    note = forms.CharField(
        label="意见", max_length=300, required=False, widget=forms.Textarea({"rows": 2})
    )


class IssueForm(NoteForm):
    """Whom a document is issued to (印发)."""

    users = forms.MultipleChoiceField(
        label="平台内接收人", required=False, widget=forms.SelectMultiple({"size": 8})
    )
    names = forms.CharField(
        label="其他接收单位",
        required=False,
        max_length=2000,
        widget=forms.Textarea({"rows": 3}),
        help_text="每行一个，如“市生态环境局”",
    )

    def __init__(self, *given: Any, district: District, **more: Any) -> None:
        super().__init__(*given, **more)
        above = (district.pk[:length] for length in (2, 4) if length < len(district.pk))
        near = [district.pk, *above]
        posts = Post.objects.in_force().filter(district__in=near).exclude(role=Role.WALL_SCREEN)
        people = {
            post.user_id: post.user for post in posts.select_related("user") if post.user.is_active
        }
        self._people = people
        choices = [(str(pk), f"{user}（{user.username}）") for pk, user in people.items()]
        self.fields["users"].choices = choices  # type: ignore[attr-defined]

    def told(self) -> Told:
        """Whom, after `is_valid`."""
        users = [self._people[int(pk)] for pk in self.cleaned_data["users"]]
        return Told(users=users, names=self.cleaned_data["names"].splitlines())


class ReasonForm(forms.Form):
    """A reason that must be given (理由)."""

    reason = forms.CharField(label="理由", max_length=300, widget=forms.Textarea({"rows": 2}))
