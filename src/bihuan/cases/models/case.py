"""Cases (事项) and who took part in them."""

from django.db import models
from django.urls import reverse

from bihuan.accounts.models import District, Organisation, User
from bihuan.accounts.models.choice import one_of
from bihuan.accounts.reach import DataScope
from bihuan.accounts.scope import any_of
from bihuan.cases.models.version import ProcedureVersion
from bihuan.registry.models import Enterprise, MonitoringPoint
from bihuan.registry.scope import UnitScopedQuerySet, units_of

PLACES = {2: "province_code", 4: "city_code", 6: "county_code", 9: "district_id"}
"""Length of a district's code to the column that holds it, so that a scope is an equality."""


class CaseState(models.TextChoices):
    """Whether a case goes on (办理状态)."""

    OPEN = "open", "办理中"
    CLOSED = "closed", "已办结"
    VOID = "void", "已作废"
    MERGED = "merged", "已并入"


class CaseQuerySet(UnitScopedQuerySet["Case"]):
    """Cases of the districts, the enterprises and the bodies that a person's posts reach."""

    def reached(self, user: User, scope: DataScope) -> models.Q:
        """Condition of the cases in reach.

        A body that handles a case sees it wherever it lies; people of units see what they raised.
        """
        conditions = [within(code) for code in scope.districts] or [models.Q(raised_by=user)]
        conditions += [models.Q(enterprise__in=units) for units in units_of(user, scope)]
        if user.organisation_id is not None:
            handled = Case.objects.filter(units__organisation_id=user.organisation_id)
            if handled.exclude(any_of(conditions)).exists():
                conditions.append(models.Q(pk__in=handled.values("pk")))
        return any_of(conditions)


def within(code: str) -> models.Q:
    """Condition that a case lies in this district or beneath it (按区划限定)."""
    return models.Q(**{PLACES[len(code)]: code})


class Case(models.Model):
    """Case of the closed loop (事项): something that somebody must do and prove.

    What is worked out of the procedure at each step, such as the stage's title or who holds it,
    stands in columns, so that lists and desks of millions need no document.
    """

    kind = models.CharField("类型", max_length=40)
    version = models.ForeignKey(
        ProcedureVersion, models.PROTECT, related_name="cases", verbose_name="流程版本"
    )
    number = models.CharField("编号", max_length=120, unique=True)
    title = models.CharField("标题", max_length=200)
    district = models.ForeignKey(
        District, models.PROTECT, related_name="cases", verbose_name="行政区划"
    )
    province_code = models.CharField("省", max_length=2, editable=False)
    city_code = models.CharField("市", max_length=4, blank=True, editable=False)
    county_code = models.CharField("区县", max_length=6, blank=True, editable=False)
    enterprise = models.ForeignKey(
        Enterprise,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="cases",
        verbose_name="企业",
    )
    points = models.ManyToManyField(
        MonitoringPoint, related_name="cases", blank=True, verbose_name="监测点"
    )
    stage = models.CharField("环节代码", max_length=40)
    stage_title = models.CharField("环节", max_length=40)
    state = models.CharField("状态", max_length=8, choices=CaseState, default=CaseState.OPEN)
    holder = models.CharField("待办岗位", max_length=120, blank=True)
    holder_title = models.CharField("待办方", max_length=60, blank=True)
    handler = models.ForeignKey(
        User,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="handled_cases",
        verbose_name="经办人",
    )
    lead = models.ForeignKey(
        Organisation,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="led_cases",
        verbose_name="牵头单位",
    )
    reason = models.TextField("事由")
    facts = models.JSONField("情况", default=dict, blank=True)
    source = models.CharField("来源", max_length=80, blank=True)
    hits = models.PositiveIntegerField("并入次数", default=1)
    raised_at = models.DateTimeField("创建时间")
    raised_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="创建人"
    )
    clock = models.JSONField("计时", default=dict, blank=True)
    entered_at = models.DateTimeField("进入环节时间")
    deadline = models.DateTimeField("办理期限", null=True, blank=True)
    whole_deadline = models.DateTimeField("总期限", null=True, blank=True)
    is_provisional = models.BooleanField("期限待确认", default=False)
    paused_at = models.DateTimeField("中止时间", null=True, blank=True)
    ticks = models.JSONField("待触发提醒", default=list, blank=True)
    next_tick = models.DateTimeField("下次提醒", null=True, blank=True)
    urged_at = models.DateTimeField("最近催办", null=True, blank=True)
    urges = models.PositiveSmallIntegerField("催办次数", default=0)
    escalations = models.PositiveSmallIntegerField("升级次数", default=0)
    returns = models.PositiveSmallIntegerField("退回次数", default=0)
    closed_at = models.DateTimeField("办结时间", null=True, blank=True)
    on_time = models.BooleanField("按期", null=True, blank=True)
    merged_into = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="merged", verbose_name="并入"
    )
    revision = models.PositiveIntegerField("修订号", default=0)

    objects = CaseQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "事项"
        ordering = ["-raised_at", "-id"]
        constraints = [
            one_of("state", CaseState, name="cases_case_state_known"),
            models.UniqueConstraint(
                fields=["kind", "source"],
                condition=~models.Q(source=""),
                name="cases_case_source_once",
                violation_error_message="该来源已有此类事项",
            ),
            models.CheckConstraint(
                name="cases_case_closed_has_time",
                condition=models.Q(state=CaseState.OPEN, closed_at__isnull=True)
                | models.Q(~models.Q(state=CaseState.OPEN), closed_at__isnull=False),
            ),
        ]
        indexes = [
            models.Index(fields=["-raised_at", "-id"], name="cases_case_newest"),
            models.Index(fields=["province_code", "-raised_at", "-id"], name="cases_case_prov"),
            models.Index(fields=["city_code", "-raised_at", "-id"], name="cases_case_city"),
            models.Index(fields=["county_code", "-raised_at", "-id"], name="cases_case_county"),
            models.Index(fields=["enterprise", "-raised_at", "-id"], name="cases_case_unit"),
            models.Index(fields=["kind", "-raised_at", "-id"], name="cases_case_kind"),
            models.Index(
                fields=["county_code", "holder", "deadline"],
                condition=models.Q(state="open"),
                name="cases_open_county",
            ),
            models.Index(
                fields=["city_code", "holder", "deadline"],
                condition=models.Q(state="open"),
                name="cases_open_city",
            ),
            models.Index(
                fields=["enterprise", "holder", "deadline"],
                condition=models.Q(state="open"),
                name="cases_open_unit",
            ),
            models.Index(
                fields=["holder", "deadline"],
                condition=models.Q(state="open"),
                name="cases_open_holder",
            ),
            models.Index(
                fields=["deadline", "id"],
                condition=models.Q(state="open"),
                name="cases_open_deadline",
            ),
            models.Index(
                fields=["next_tick"],
                condition=models.Q(state="open", next_tick__isnull=False),
                name="cases_case_tick",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.title}"

    def get_absolute_url(self) -> str:
        """Its page."""
        return reverse("cases:case", args=[self.pk])

    @property
    def is_open(self) -> bool:
        """Whether somebody still has to act."""
        return self.state == CaseState.OPEN

    def note_places(self) -> None:
        """Fill the columns of province, city and county from the district's code."""
        code = self.district_id
        self.province_code, self.city_code, self.county_code = (
            code[:n] if len(code) >= n else "" for n in (2, 4, 6)
        )


class Participant(models.Model):
    """Somebody who acted on a case or is to be told of it (参与人)."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="participants", verbose_name="事项")
    user = models.ForeignKey(User, models.CASCADE, related_name="+", verbose_name="用户")
    is_copied = models.BooleanField("抄送", default=False)
    since = models.DateTimeField("时间")

    class Meta:
        verbose_name = verbose_name_plural = "参与人"
        constraints = [
            models.UniqueConstraint(fields=["user", "case"], name="cases_participant_once")
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.user}"
