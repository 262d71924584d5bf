"""Links between cases, and links by which somebody without an account answers once."""

from django.db import models

from bihuan.accounts.models import User
from bihuan.accounts.models.choice import one_of
from bihuan.cases.models.case import Case


class LinkKind(models.TextChoices):
    """How two cases belong together (关联方式)."""

    RELATED = "related", "相关"
    CONTAINS = "contains", "包含"
    FOLLOWS = "follows", "由此产生"


class CaseLink(models.Model):
    """Two cases that belong together (关联事项), such as an order and its tasks."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="links", verbose_name="事项")
    other = models.ForeignKey(
        Case, models.CASCADE, related_name="linked_from", verbose_name="关联事项"
    )
    kind = models.CharField("关联方式", max_length=10, choices=LinkKind)
    made_at = models.DateTimeField("关联时间")
    made_by = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="+", verbose_name="关联人"
    )

    class Meta:
        verbose_name = verbose_name_plural = "关联事项"
        constraints = [
            one_of("kind", LinkKind, name="cases_link_kind_known"),
            models.UniqueConstraint(fields=["case", "other"], name="cases_link_once"),
            models.CheckConstraint(
                name="cases_link_not_to_itself", condition=~models.Q(case=models.F("other"))
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.kind} {self.other_id}"


class AnswerLink(models.Model):
    """A link by which somebody without an account answers once (一次性答复链接).

    Only the token's hash is kept.
    """

    case = models.ForeignKey(Case, models.CASCADE, related_name="answer_links", verbose_name="事项")
    step = models.CharField("步骤", max_length=40)
    token_hash = models.CharField("令牌摘要", max_length=64, unique=True)
    answerer = models.CharField("答复单位或人", max_length=120)
    made_at = models.DateTimeField("生成时间")
    made_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="生成人")
    expires_at = models.DateTimeField("失效时间")
    used_at = models.DateTimeField("使用时间", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "一次性答复链接"
        ordering = ["-made_at"]

    def __str__(self) -> str:
        return f"{self.case_id} {self.answerer}"
