"""Forms about people: find, make, change, give a post."""

from datetime import datetime, time, timedelta
from typing import Any

from django import forms
from django.core.validators import RegexValidator
from django.utils.timezone import localtime, make_aware

from bihuan.accounts import systems
from bihuan.accounts.forms.lookup import district_field, organisation_field
from bihuan.accounts.forms.profile import MOBILE
from bihuan.accounts.models import Post, User
from bihuan.accounts.queries.people import PeopleFilter
from bihuan.accounts.roles import Role

USERNAME = RegexValidator(r"^[a-z][a-z0-9._-]{2,29}$", "3–30 位小写字母、数字、点或横线，字母开头")
STATES = (
    ("open", "启用"),
    ("closed", "已停用"),
    ("unused", "从未登录"),
    ("expiring", "30 天内到期"),
)


def day_field(label: str, **told: Any) -> forms.DateField:
    """A day from the browser's calendar."""
    widget = forms.DateInput({"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, widget=widget, **told)


def midnight(day: Any, *, days: int = 0) -> datetime | None:
    """The first moment of a day in Shanghai, or of one some days later."""
    if day is None:
        return None
    return make_aware(datetime.combine(day + timedelta(days=days), time()))


class PeopleForm(forms.Form):
    """Filters of the list of people."""

    text = forms.CharField(label="姓名、用户名或单位", max_length=60, required=False)
    role = forms.ChoiceField(label="角色", required=False, choices=[("", "全部"), *Role.choices])
    state = forms.ChoiceField(label="状态", required=False, choices=[("", "全部"), *STATES])

    def filter(self) -> PeopleFilter:
        """What was understood."""
        self.is_valid()
        return PeopleFilter(**{name: value for name, value in self.cleaned_data.items() if value})


class PersonForm(forms.Form):
    """What is on file of a person (账号资料)."""

    name = forms.CharField(label="姓名", max_length=40)
    organisation = organisation_field(required=False)
    phone = forms.CharField(label="手机", required=False, max_length=20, validators=[MOBILE])
    email = forms.EmailField(label="电子邮箱", required=False)
    until = day_field(
        "账号有效期至", required=False, help_text="合同或任务的最后一天；留空为长期有效"
    )

    @staticmethod
    def initial_of(person: User) -> dict[str, Any]:
        """The form's fields as they are on file."""
        until = person.valid_until
        day = localtime(until - timedelta(seconds=1)).date() if until else None
        told = {name: getattr(person, name) for name in ("name", "organisation", "phone", "email")}
        return told | {"until": day}

    @property
    def told(self) -> dict[str, Any]:
        """Columns of the account."""
        given = dict(self.cleaned_data)
        return given | {"valid_until": midnight(given.pop("until"), days=1)}


class NewPersonForm(PersonForm):
    """A new account (新建账号)."""

    username = forms.CharField(
        label="用户名", max_length=30, validators=[USERNAME], help_text="一人一号，不得共用"
    )
    field_order = ("username", "name", "organisation", "phone", "email", "until")


class PostForm(forms.Form):
    """A post to be given (授予岗位)."""

    role = forms.ChoiceField(label="角色", choices=[("", "请选择"), *Role.choices])
    district = district_field(required=False)
    organisation = organisation_field(
        required=False, help_text="运维单位人员必填：其服务的企业由合同决定"
    )
    begin = day_field("生效日期", required=False, help_text="留空为立即生效")
    until = day_field("截止日期", required=False, help_text="最后一天；留空为长期有效")
    systems = forms.MultipleChoiceField(
        label="限定系统",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="不选为全部系统",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """The systems that there are."""
        super().__init__(*args, **kwargs)
        field = self.fields["systems"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = systems.choices()

    def post(self, person: User) -> Post:
        """The post as told, not saved."""
        told = self.cleaned_data
        return Post(
            user=person,
            role=told["role"],
            district=told["district"],
            organisation=told["organisation"],
            start=midnight(told["begin"]),
            end=midnight(told["until"], days=1),
            systems=told["systems"],
        )
