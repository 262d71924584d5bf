"""People and their posts."""

from collections.abc import Collection
from functools import cached_property

from django.conf import settings
from django.contrib.auth.models import AbstractUser
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.functions import Coalesce, Now

from bihuan.accounts.models.choice import one_of
from bihuan.accounts.models.district import District
from bihuan.accounts.models.organisation import Organisation
from bihuan.accounts.reach import DataScope, scope_of_posts
from bihuan.accounts.roles import ADMINISTRATORS, DISTRICT_ROLES, Role
from bihuan.accounts.seal import SealedField


class User(AbstractUser):
    """A person who logs in (用户), with a Chinese name instead of first and last name.

    `request_address` is no column: the middleware notes there where the present request comes
    from, and the audit trail takes it from there.
    """

    request_address: str | None = None

    first_name = None  # type: ignore[assignment]
    last_name = None  # type: ignore[assignment]
    name = models.CharField("姓名", max_length=40)
    phone = SealedField("手机", max_length=20, blank=True)
    organisation = models.ForeignKey(
        Organisation,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="people",
        verbose_name="单位",
    )
    must_change_password = models.BooleanField("须先修改密码", default=False)
    password_changed_at = models.DateTimeField("密码修改时间", null=True, blank=True)
    valid_until = models.DateTimeField("账号有效期至", null=True, blank=True)
    disabled_at = models.DateTimeField("停用时间", null=True, blank=True)
    disabled_because = models.CharField("停用原因", max_length=200, blank=True)
    session_key = models.CharField("当前会话", max_length=40, blank=True, editable=False)

    REQUIRED_FIELDS = ["name"]

    class Meta(AbstractUser.Meta):
        verbose_name = verbose_name_plural = "用户"
        ordering = ["username"]

    def __str__(self) -> str:
        return self.name or self.username

    def get_full_name(self) -> str:
        """The name as written in Chinese."""
        return self.name

    def get_short_name(self) -> str:
        """The same name; there is no shorter form."""
        return self.name

    @cached_property
    def data_scope(self) -> DataScope:
        """What this person's active posts reach (数据范围); read once for each loaded user."""
        posts = self.posts.in_force()
        return scope_of_posts(
            posts.values_list("role", "district_id", "organisation_id", "systems")
        )

    @property
    def is_demo_master(self) -> bool:
        """Whether this is a superuser of the demo, who sees and may do everything."""
        return self.is_superuser and self.is_active and bool(settings.DEMO)

    def may_act_as(self, roles: Collection[Role]) -> bool:
        """Whether the person holds one of these roles, wherever (担任其中之一的岗位)."""
        return self.is_demo_master or (self.is_active and self.data_scope.holds(*roles))


class PostQuerySet(models.QuerySet["Post"]):
    """Posts."""

    def in_force(self) -> "PostQuerySet":
        """Posts that count at this moment: switched on, begun and not ended (有效岗位)."""
        return self.filter(
            models.Q(start__isnull=True) | models.Q(start__lte=Now()),
            models.Q(end__isnull=True) | models.Q(end__gt=Now()),
            is_active=True,
        )


class Post(models.Model):
    """A role that a person holds in a district (岗位); one person may hold several.

    `systems` are keys of the systems that the post is limited to; none means all of them.
    """

    user = models.ForeignKey(User, models.CASCADE, related_name="posts", verbose_name="用户")
    role = models.CharField("角色", max_length=20, choices=Role)
    district = models.ForeignKey(
        District,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="posts",
        verbose_name="行政区划",
    )
    organisation = models.ForeignKey(
        Organisation,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="posts",
        verbose_name="单位",
    )
    is_active = models.BooleanField("启用", default=True)
    start = models.DateTimeField("生效时间", null=True, blank=True)
    end = models.DateTimeField("失效时间", null=True, blank=True)
    systems = models.JSONField("限定系统", default=list, blank=True)

    objects = PostQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "岗位"
        ordering = ["user", "role"]
        constraints = [
            one_of("role", Role, name="accounts_post_role_known"),
            models.UniqueConstraint(
                "user",
                "role",
                Coalesce("district", models.Value("")),
                Coalesce("organisation", models.Value(0)),
                condition=models.Q(is_active=True),
                name="accounts_post_once",
                violation_error_message="该用户已有相同岗位",
            ),
            models.CheckConstraint(
                name="accounts_post_district_where_role_needs_it",
                condition=models.Q(district__isnull=False)
                | ~models.Q(role__in=sorted(DISTRICT_ROLES)),
                violation_error_message="按行政区划查看数据的岗位必须指定行政区划",
            ),
            models.CheckConstraint(
                name="accounts_post_operator_has_organisation",
                condition=models.Q(organisation__isnull=False) | ~models.Q(role=Role.OPERATOR),
                violation_error_message="运维单位岗位必须指定单位",
            ),
            models.CheckConstraint(
                name="accounts_post_ends_after_it_begins",
                condition=models.Q(start__isnull=True)
                | models.Q(end__isnull=True)
                | models.Q(end__gt=models.F("start")),
                violation_error_message="失效时间须晚于生效时间",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} {self.get_role_display()}"

    def clean(self) -> None:
        """Refuse an administrator's post beside any other, and any beside an administrator's."""
        super().clean()
        others = Post.objects.filter(user=self.user_id, is_active=True).exclude(pk=self.pk)
        roles = {Role(role) for role in others.values_list("role", flat=True)}
        if roles and (self.role in ADMINISTRATORS or roles & ADMINISTRATORS):
            raise ValidationError("系统、安全、审计管理员不能兼任其他岗位")
