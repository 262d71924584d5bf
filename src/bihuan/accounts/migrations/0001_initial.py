import django.contrib.auth.models
import django.contrib.auth.validators
import django.db.models.deletion
import django.db.models.functions.comparison
import django.db.models.functions.text
import django.db.models.lookups
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import bihuan.accounts.models.district


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("auth", "0012_alter_user_first_name_max_length"),
    ]

    operations = [
        migrations.CreateModel(
            name="District",
            fields=[
                (
                    "code",
                    models.CharField(
                        max_length=9,
                        primary_key=True,
                        serialize=False,
                        validators=[bihuan.accounts.models.district._valid_code],
                        verbose_name="区划代码",
                    ),
                ),
                ("name", models.CharField(max_length=60, verbose_name="名称")),
                (
                    "level",
                    models.CharField(
                        choices=[
                            ("province", "省级"),
                            ("city", "地市级"),
                            ("county", "区县级"),
                            ("township", "乡镇（街道）级"),
                        ],
                        max_length=10,
                        verbose_name="级别",
                    ),
                ),
                ("longitude", models.FloatField(blank=True, null=True, verbose_name="经度")),
                ("latitude", models.FloatField(blank=True, null=True, verbose_name="纬度")),
                (
                    "parent",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="children",
                        to="accounts.district",
                        verbose_name="上级",
                    ),
                ),
            ],
            options={
                "verbose_name": "行政区划",
                "verbose_name_plural": "行政区划",
                "ordering": ["code"],
            },
        ),
        migrations.CreateModel(
            name="Organisation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=120, verbose_name="名称")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("bureau", "生态环境主管部门"),
                            ("monitoring_centre", "监测机构"),
                            ("enforcement", "执法机构"),
                            ("department", "其他政府部门"),
                            ("township", "乡镇（街道）"),
                            ("enterprise", "企业"),
                            ("contractor", "运维（技术服务）单位"),
                            ("supervisor", "监理单位"),
                        ],
                        max_length=20,
                        verbose_name="类型",
                    ),
                ),
                (
                    "district",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="organisations",
                        to="accounts.district",
                        verbose_name="行政区划",
                    ),
                ),
                (
                    "parent",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="children",
                        to="accounts.organisation",
                        verbose_name="上级单位",
                    ),
                ),
            ],
            options={
                "verbose_name": "单位",
                "verbose_name_plural": "单位",
                "ordering": ["district", "name"],
            },
        ),
        migrations.CreateModel(
            name="User",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("password", models.CharField(max_length=128, verbose_name="password")),
                (
                    "last_login",
                    models.DateTimeField(blank=True, null=True, verbose_name="last login"),
                ),
                (
                    "is_superuser",
                    models.BooleanField(
                        default=False,
                        help_text="Designates that this user has all permissions without explicitly assigning them.",
                        verbose_name="superuser status",
                    ),
                ),
                (
                    "username",
                    models.CharField(
                        error_messages={"unique": "A user with that username already exists."},
                        help_text="Required. 150 characters or fewer. Letters, digits and @/./+/-/_ only.",
                        max_length=150,
                        unique=True,
                        validators=[django.contrib.auth.validators.UnicodeUsernameValidator()],
                        verbose_name="username",
                    ),
                ),
                (
                    "email",
                    models.EmailField(blank=True, max_length=254, verbose_name="email address"),
                ),
                (
                    "is_staff",
                    models.BooleanField(
                        default=False,
                        help_text="Designates whether the user can log into this admin site.",
                        verbose_name="staff status",
                    ),
                ),
                (
                    "is_active",
                    models.BooleanField(
                        default=True,
                        help_text="Designates whether this user should be treated as active. Unselect this instead of deleting accounts.",
                        verbose_name="active",
                    ),
                ),
                (
                    "date_joined",
                    models.DateTimeField(
                        default=django.utils.timezone.now, verbose_name="date joined"
                    ),
                ),
                ("name", models.CharField(max_length=40, verbose_name="姓名")),
                ("phone", models.CharField(blank=True, max_length=20, verbose_name="手机")),
                (
                    "groups",
                    models.ManyToManyField(
                        blank=True,
                        help_text="The groups this user belongs to. A user will get all permissions granted to each of their groups.",
                        related_name="user_set",
                        related_query_name="user",
                        to="auth.group",
                        verbose_name="groups",
                    ),
                ),
                (
                    "user_permissions",
                    models.ManyToManyField(
                        blank=True,
                        help_text="Specific permissions for this user.",
                        related_name="user_set",
                        related_query_name="user",
                        to="auth.permission",
                        verbose_name="user permissions",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="people",
                        to="accounts.organisation",
                        verbose_name="单位",
                    ),
                ),
            ],
            options={
                "verbose_name": "用户",
                "verbose_name_plural": "用户",
                "ordering": ["username"],
                "abstract": False,
            },
            managers=[
                ("objects", django.contrib.auth.models.UserManager()),
            ],
        ),
        migrations.CreateModel(
            name="Post",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("province", "省级管理人员"),
                            ("city", "市级管理人员"),
                            ("district", "区县管理人员"),
                            ("township", "乡镇（街道）人员"),
                            ("enterprise", "企业环保负责人"),
                            ("operator", "自动监控运维单位人员"),
                            ("service", "平台运营服务人员"),
                            ("analyst", "数据研判人员"),
                            ("engineer", "站点运维工程师"),
                            ("supervisor", "监理（只读）"),
                            ("wall_screen", "大屏（只读）"),
                            ("system_admin", "系统管理员"),
                            ("security_admin", "安全管理员"),
                            ("auditor", "审计管理员"),
                        ],
                        max_length=20,
                        verbose_name="角色",
                    ),
                ),
                ("is_active", models.BooleanField(default=True, verbose_name="启用")),
                (
                    "district",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="posts",
                        to="accounts.district",
                        verbose_name="行政区划",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="posts",
                        to="accounts.organisation",
                        verbose_name="单位",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="posts",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="用户",
                    ),
                ),
            ],
            options={
                "verbose_name": "岗位",
                "verbose_name_plural": "岗位",
                "ordering": ["user", "role"],
            },
        ),
        migrations.CreateModel(
            name="AuditEntry",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("at", models.DateTimeField(db_index=True, verbose_name="时间")),
                ("user_name", models.CharField(max_length=80, verbose_name="姓名")),
                ("action", models.CharField(db_index=True, max_length=60, verbose_name="操作代码")),
                ("action_name", models.CharField(max_length=60, verbose_name="操作")),
                (
                    "object_kind",
                    models.CharField(blank=True, max_length=60, verbose_name="对象类型"),
                ),
                ("object_id", models.CharField(blank=True, max_length=60, verbose_name="对象编号")),
                ("object_name", models.CharField(blank=True, max_length=200, verbose_name="对象")),
                ("detail", models.JSONField(blank=True, default=dict, verbose_name="详情")),
                (
                    "address",
                    models.GenericIPAddressField(blank=True, null=True, verbose_name="来源地址"),
                ),
                (
                    "user",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="acts",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="用户",
                    ),
                ),
            ],
            options={
                "verbose_name": "审计记录",
                "verbose_name_plural": "审计记录",
                "ordering": ["-at", "-id"],
                "indexes": [
                    models.Index(fields=["object_kind", "object_id"], name="accounts_audit_object")
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="district",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        django.db.models.lookups.Exact(
                            django.db.models.functions.text.Length("code"), 2
                        ),
                        ("level", "province"),
                    ),
                    models.Q(
                        django.db.models.lookups.Exact(
                            django.db.models.functions.text.Length("code"), 4
                        ),
                        ("level", "city"),
                    ),
                    models.Q(
                        django.db.models.lookups.Exact(
                            django.db.models.functions.text.Length("code"), 6
                        ),
                        ("level", "county"),
                    ),
                    models.Q(
                        django.db.models.lookups.Exact(
                            django.db.models.functions.text.Length("code"), 9
                        ),
                        ("level", "township"),
                    ),
                    _connector="OR",
                ),
                name="accounts_district_level_fits_code",
                violation_error_message="级别与区划代码的位数不符",
            ),
        ),
        migrations.AddConstraint(
            model_name="organisation",
            constraint=models.UniqueConstraint(
                models.F("district"),
                models.F("name"),
                name="accounts_organisation_name_once_a_district",
                violation_error_message="该行政区划下已有同名单位",
            ),
        ),
        migrations.AddConstraint(
            model_name="organisation",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("parent__isnull", True),
                    models.Q(("parent", models.F("id")), _negated=True),
                    _connector="OR",
                ),
                name="accounts_organisation_not_its_own_parent",
                violation_error_message="上级单位不能是自己",
            ),
        ),
        migrations.AddConstraint(
            model_name="post",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "role__in",
                        [
                            "analyst",
                            "auditor",
                            "city",
                            "district",
                            "engineer",
                            "enterprise",
                            "operator",
                            "province",
                            "security_admin",
                            "service",
                            "supervisor",
                            "system_admin",
                            "township",
                            "wall_screen",
                        ],
                    )
                ),
                name="accounts_post_role_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="post",
            constraint=models.UniqueConstraint(
                models.F("user"),
                models.F("role"),
                django.db.models.functions.comparison.Coalesce("district", models.Value("")),
                django.db.models.functions.comparison.Coalesce("organisation", models.Value(0)),
                name="accounts_post_once",
                violation_error_message="该用户已有相同岗位",
            ),
        ),
        migrations.AddConstraint(
            model_name="post",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("district__isnull", False),
                    models.Q(
                        (
                            "role__in",
                            [
                                "analyst",
                                "city",
                                "district",
                                "engineer",
                                "province",
                                "service",
                                "supervisor",
                                "township",
                                "wall_screen",
                            ],
                        ),
                        _negated=True,
                    ),
                    _connector="OR",
                ),
                name="accounts_post_district_where_role_needs_it",
                violation_error_message="按行政区划查看数据的岗位必须指定行政区划",
            ),
        ),
        migrations.AddConstraint(
            model_name="post",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("organisation__isnull", False),
                    models.Q(("role", "operator"), _negated=True),
                    _connector="OR",
                ),
                name="accounts_post_operator_has_organisation",
                violation_error_message="运维单位岗位必须指定单位",
            ),
        ),
    ]
