"""Departments of organisations, what each is to do, and whom one calls there."""

from django.db import models

from bihuan.accounts.models import Organisation
from bihuan.accounts.models.choice import one_of
from bihuan.accounts.scope import ScopedQuerySet
from bihuan.accounts.seal import SealedField


class DepartmentQuerySet(ScopedQuerySet["Department"]):
    """Departments, scoped by their organisation's district."""

    district_path = "organisation__district_id"


class Department(models.Model):
    """Department within an organisation (内设部门)."""

    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="departments", verbose_name="单位"
    )
    name = models.CharField("部门名称", max_length=80)
    telephone = models.CharField("值班电话", max_length=40, blank=True)
    address = models.CharField("地址", max_length=200, blank=True)
    is_active = models.BooleanField("启用", default=True)

    objects = DepartmentQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "部门"
        ordering = ["organisation", "name"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "name"],
                name="registry_department_once",
                violation_error_message="该单位已有同名部门",
            )
        ]

    def __str__(self) -> str:
        return f"{self.organisation} {self.name}"


class DutyPart(models.TextChoices):
    """Which part a department has in a matter (职责分工)."""

    LEAD = "lead", "牵头"
    ASSIST = "assist", "配合"
    TERRITORY = "territory", "属地"


class DutyQuerySet(ScopedQuerySet["Duty"]):
    """Duties, scoped by their organisation's district."""

    district_path = "department__organisation__district_id"


class Duty(models.Model):
    """What a department is to do in one matter (部门职责); a row of the duty matrix (职责清单)."""

    department = models.ForeignKey(
        Department, models.CASCADE, related_name="duties", verbose_name="部门"
    )
    matter = models.CharField("事项类别", max_length=60, db_index=True)
    part = models.CharField("分工", max_length=10, choices=DutyPart)
    content = models.CharField("职责内容", max_length=500, blank=True)
    basis = models.CharField("依据", max_length=200, blank=True)
    start = models.DateField("开始日期", null=True, blank=True)
    end = models.DateField("结束日期", null=True, blank=True)

    objects = DutyQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "部门职责"
        ordering = ["matter", "part", "department"]
        constraints = [
            one_of("part", DutyPart, name="registry_duty_part_known"),
            models.UniqueConstraint(
                fields=["department", "matter", "part"],
                name="registry_duty_once",
                violation_error_message="该部门已有此事项的同一分工",
            ),
            models.CheckConstraint(
                name="registry_duty_ends_after_start",
                condition=models.Q(start__isnull=True)
                | models.Q(end__isnull=True)
                | models.Q(end__gt=models.F("start")),
                violation_error_message="结束日期必须晚于开始日期",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.department} {self.matter}"


class ContactQuerySet(ScopedQuerySet["Contact"]):
    """Contacts, scoped by their organisation's district."""

    district_path = "department__organisation__district_id"


class Contact(models.Model):
    """Person whom one calls at a department (联系人), with his certificate of enforcement."""

    department = models.ForeignKey(
        Department, models.CASCADE, related_name="contacts", verbose_name="部门"
    )
    name = models.CharField("姓名", max_length=40)
    post = models.CharField("职务", max_length=60, blank=True)
    telephone = SealedField("办公电话", max_length=40, blank=True)
    mobile = SealedField("手机", max_length=40, blank=True)
    is_first = models.BooleanField("首要联系人", default=False)
    certificate = models.CharField("执法证号", max_length=40, blank=True)
    certificate_until = models.DateField("执法证有效期至", null=True, blank=True)
    note = models.CharField("备注", max_length=200, blank=True)

    objects = ContactQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "联系人"
        ordering = ["department", "-is_first", "name", "id"]
        indexes = [models.Index(fields=["department", "name"], name="registry_contact_name")]

    def __str__(self) -> str:
        return self.name
