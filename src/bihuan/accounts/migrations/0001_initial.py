import django.contrib.auth.models
import django.contrib.auth.validators
import django.db.models.deletion
import django.db.models.functions.comparison
import django.db.models.functions.text
import django.db.models.lookups
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import bihuan.accounts.migration
import bihuan.accounts.models.district


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("auth", "0012_alter_user_first_name_max_length"),
    ]

    operations = [
        bihuan.accounts.migration.CreateModels(
            tables=[
                migrations.CreateModel(
                    name="AuditArchive",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        ("first", models.BigIntegerField(verbose_name="起始链位")),
                        ("last", models.BigIntegerField(unique=True, verbose_name="截止链位")),
                        ("digest", models.CharField(max_length=64, verbose_name="校验值")),
                        ("file", models.CharField(max_length=200, verbose_name="文件")),
                        ("sha256", models.CharField(max_length=64, verbose_name="文件校验值")),
                        ("at", models.DateTimeField(verbose_name="归档时间")),
                    ],
                    options={
                        "verbose_name": "审计归档",
                        "verbose_name_plural": "审计归档",
                        "ordering": ["-last"],
                    },
                ),
                migrations.CreateModel(
                    name="User",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
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
                                error_messages={
                                    "unique": "A user with that username already exists."
                                },
                                help_text="Required. 150 characters or fewer. Letters, digits and @/./+/-/_ only.",
                                max_length=150,
                                unique=True,
                                validators=[
                                    django.contrib.auth.validators.UnicodeUsernameValidator()
                                ],
                                verbose_name="username",
                            ),
                        ),
                        (
                            "email",
                            models.EmailField(
                                blank=True, max_length=254, verbose_name="email address"
                            ),
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
                            "must_change_password",
                            models.BooleanField(default=False, verbose_name="须先修改密码"),
                        ),
                        (
                            "password_changed_at",
                            models.DateTimeField(
                                blank=True, null=True, verbose_name="密码修改时间"
                            ),
                        ),
                        (
                            "valid_until",
                            models.DateTimeField(
                                blank=True, null=True, verbose_name="账号有效期至"
                            ),
                        ),
                        (
                            "disabled_at",
                            models.DateTimeField(blank=True, null=True, verbose_name="停用时间"),
                        ),
                        (
                            "disabled_because",
                            models.CharField(blank=True, max_length=200, verbose_name="停用原因"),
                        ),
                        (
                            "session_key",
                            models.CharField(
                                blank=True, editable=False, max_length=40, verbose_name="当前会话"
                            ),
                        ),
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
                    name="AccessReview",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        (
                            "verdict",
                            models.CharField(
                                choices=[
                                    ("keep", "权限合适"),
                                    ("reduce", "须收回部分权限"),
                                    ("close", "须停用账号"),
                                ],
                                max_length=10,
                                verbose_name="结论",
                            ),
                        ),
                        ("note", models.CharField(blank=True, max_length=200, verbose_name="说明")),
                        ("at", models.DateTimeField(verbose_name="复核时间")),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="复核人",
                            ),
                        ),
                        (
                            "user",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="access_reviews",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="用户",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "权限复核记录",
                        "verbose_name_plural": "权限复核记录",
                        "ordering": ["-at", "-id"],
                    },
                ),
                migrations.CreateModel(
                    name="Agreement",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        ("version", models.PositiveIntegerField(unique=True, verbose_name="版本")),
                        ("title", models.CharField(max_length=80, verbose_name="标题")),
                        ("body", models.TextField(verbose_name="正文")),
                        ("published_at", models.DateTimeField(verbose_name="发布时间")),
                        (
                            "by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="发布人",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "保密协议",
                        "verbose_name_plural": "保密协议",
                        "ordering": ["-version"],
                    },
                ),
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
                        (
                            "longitude",
                            models.FloatField(blank=True, null=True, verbose_name="经度"),
                        ),
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
                        "constraints": [
                            models.CheckConstraint(
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
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ExportRequest",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        ("at", models.DateTimeField(verbose_name="申请时间")),
                        ("title", models.CharField(max_length=120, verbose_name="导出内容")),
                        ("target", models.CharField(max_length=1000, verbose_name="导出地址")),
                        ("contents", models.JSONField(verbose_name="内容分级")),
                        (
                            "rows",
                            models.PositiveIntegerField(blank=True, null=True, verbose_name="行数"),
                        ),
                        ("purpose", models.CharField(max_length=300, verbose_name="用途")),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("waiting", "待审批"),
                                    ("approved", "已批准"),
                                    ("refused", "已驳回"),
                                    ("used", "已导出"),
                                ],
                                default="waiting",
                                max_length=10,
                                verbose_name="状态",
                            ),
                        ),
                        (
                            "decided_at",
                            models.DateTimeField(blank=True, null=True, verbose_name="审批时间"),
                        ),
                        (
                            "decision",
                            models.CharField(blank=True, max_length=200, verbose_name="审批意见"),
                        ),
                        (
                            "valid_until",
                            models.DateTimeField(
                                blank=True, null=True, verbose_name="批准有效期至"
                            ),
                        ),
                        (
                            "used_at",
                            models.DateTimeField(blank=True, null=True, verbose_name="导出时间"),
                        ),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="export_requests",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="申请人",
                            ),
                        ),
                        (
                            "decided_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="审批人",
                            ),
                        ),
                        (
                            "district",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="accounts.district",
                                verbose_name="行政区划",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "数据导出申请",
                        "verbose_name_plural": "数据导出申请",
                        "ordering": ["-at", "-id"],
                        "indexes": [
                            models.Index(fields=["by", "state"], name="accounts_export_mine")
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("state__in", ["approved", "refused", "used", "waiting"])
                                ),
                                name="accounts_export_state_known",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Organisation",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
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
                        "constraints": [
                            models.UniqueConstraint(
                                models.F("district"),
                                models.F("name"),
                                name="accounts_organisation_name_once_a_district",
                                violation_error_message="该行政区划下已有同名单位",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("parent__isnull", True),
                                    models.Q(("parent", models.F("id")), _negated=True),
                                    _connector="OR",
                                ),
                                name="accounts_organisation_not_its_own_parent",
                                violation_error_message="上级单位不能是自己",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Contact",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        (
                            "side",
                            models.CharField(
                                choices=[("owner", "甲方"), ("contractor", "乙方")],
                                max_length=12,
                                verbose_name="所属方",
                            ),
                        ),
                        ("matter", models.CharField(max_length=60, verbose_name="对口事务")),
                        ("name", models.CharField(max_length=40, verbose_name="姓名")),
                        ("phone", models.CharField(max_length=20, verbose_name="电话")),
                        ("start", models.DateField(verbose_name="起始日期")),
                        ("end", models.DateField(blank=True, null=True, verbose_name="截止日期")),
                        (
                            "organisation",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="contacts",
                                to="accounts.organisation",
                                verbose_name="单位",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "对口联系人",
                        "verbose_name_plural": "对口联系人",
                        "ordering": ["matter", "side", "-start"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("side__in", ["contractor", "owner"])),
                                name="accounts_contact_side_known",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="PasswordRecord",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        ("password", models.CharField(max_length=128, verbose_name="密码散列")),
                        ("at", models.DateTimeField(verbose_name="设置时间")),
                        (
                            "user",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="password_records",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="用户",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "历史密码",
                        "verbose_name_plural": "历史密码",
                        "ordering": ["-at", "-id"],
                    },
                ),
                migrations.CreateModel(
                    name="Post",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
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
                                    ("grid", "网格员"),
                                    ("enterprise", "企业环保负责人"),
                                    ("operator", "自动监控运维单位人员"),
                                    ("service", "平台运营服务人员"),
                                    ("project_manager", "项目经理"),
                                    ("analyst", "数据研判人员"),
                                    ("patrol", "巡查工程师"),
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
                            "start",
                            models.DateTimeField(blank=True, null=True, verbose_name="生效时间"),
                        ),
                        (
                            "end",
                            models.DateTimeField(blank=True, null=True, verbose_name="失效时间"),
                        ),
                        (
                            "systems",
                            models.JSONField(blank=True, default=list, verbose_name="限定系统"),
                        ),
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
                        "constraints": [
                            models.CheckConstraint(
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
                                            "grid",
                                            "operator",
                                            "patrol",
                                            "project_manager",
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
                            models.UniqueConstraint(
                                models.F("user"),
                                models.F("role"),
                                django.db.models.functions.comparison.Coalesce(
                                    "district", models.Value("")
                                ),
                                django.db.models.functions.comparison.Coalesce(
                                    "organisation", models.Value(0)
                                ),
                                condition=models.Q(("is_active", True)),
                                name="accounts_post_once",
                                violation_error_message="该用户已有相同岗位",
                            ),
                            models.CheckConstraint(
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
                                                "grid",
                                                "patrol",
                                                "project_manager",
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
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("organisation__isnull", False),
                                    models.Q(("role", "operator"), _negated=True),
                                    _connector="OR",
                                ),
                                name="accounts_post_operator_has_organisation",
                                violation_error_message="运维单位岗位必须指定单位",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("start__isnull", True),
                                    ("end__isnull", True),
                                    ("end__gt", models.F("start")),
                                    _connector="OR",
                                ),
                                name="accounts_post_ends_after_it_begins",
                                violation_error_message="失效时间须晚于生效时间",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="RosterRequirement",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        ("title", models.CharField(max_length=40, verbose_name="名称")),
                        ("roles", models.JSONField(verbose_name="岗位角色")),
                        ("least", models.PositiveIntegerField(verbose_name="至少人数")),
                        (
                            "source",
                            models.CharField(blank=True, max_length=120, verbose_name="依据"),
                        ),
                        (
                            "organisation",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="requirements",
                                to="accounts.organisation",
                                verbose_name="单位",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "编制要求",
                        "verbose_name_plural": "编制要求",
                        "ordering": ["organisation", "id"],
                    },
                ),
                migrations.CreateModel(
                    name="SettingValue",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        ("key", models.CharField(max_length=80, verbose_name="配置项")),
                        ("value", models.JSONField(verbose_name="值")),
                        ("start", models.DateTimeField(verbose_name="生效时间")),
                        ("reason", models.CharField(max_length=200, verbose_name="修改原因")),
                        ("at", models.DateTimeField(verbose_name="修改时间")),
                        (
                            "by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="修改人",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "配置值",
                        "verbose_name_plural": "配置值",
                        "ordering": ["key", "-start", "-id"],
                        "indexes": [
                            models.Index(
                                fields=["key", "-start", "-id"], name="accounts_setting_in_force"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="StaffChange",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
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
                                    ("grid", "网格员"),
                                    ("enterprise", "企业环保负责人"),
                                    ("operator", "自动监控运维单位人员"),
                                    ("service", "平台运营服务人员"),
                                    ("project_manager", "项目经理"),
                                    ("analyst", "数据研判人员"),
                                    ("patrol", "巡查工程师"),
                                    ("engineer", "站点运维工程师"),
                                    ("supervisor", "监理（只读）"),
                                    ("wall_screen", "大屏（只读）"),
                                    ("system_admin", "系统管理员"),
                                    ("security_admin", "安全管理员"),
                                    ("auditor", "审计管理员"),
                                ],
                                max_length=20,
                                verbose_name="岗位",
                            ),
                        ),
                        ("effective_on", models.DateField(verbose_name="变更日期")),
                        ("reason", models.CharField(max_length=200, verbose_name="变更原因")),
                        ("notice_days", models.IntegerField(verbose_name="提前工作日")),
                        ("is_short", models.BooleanField(default=False, verbose_name="提前不足")),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("waiting", "待审批"),
                                    ("approved", "已同意"),
                                    ("refused", "不同意"),
                                ],
                                default="waiting",
                                max_length=10,
                                verbose_name="状态",
                            ),
                        ),
                        ("at", models.DateTimeField(verbose_name="提出时间")),
                        (
                            "decided_at",
                            models.DateTimeField(blank=True, null=True, verbose_name="审批时间"),
                        ),
                        (
                            "decision",
                            models.CharField(blank=True, max_length=200, verbose_name="审批意见"),
                        ),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="提出人",
                            ),
                        ),
                        (
                            "decided_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="审批人",
                            ),
                        ),
                        (
                            "leaving",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="departures",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="离岗人员",
                            ),
                        ),
                        (
                            "successor",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="successions",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="接替人员",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "人员变更",
                        "verbose_name_plural": "人员变更",
                        "ordering": ["-at", "-id"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("state__in", ["approved", "refused", "waiting"])
                                ),
                                name="accounts_change_state_known",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="AgreementSignature",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        ("name", models.CharField(max_length=40, verbose_name="签署姓名")),
                        ("at", models.DateTimeField(verbose_name="签署时间")),
                        (
                            "address",
                            models.GenericIPAddressField(
                                blank=True, null=True, verbose_name="来源地址"
                            ),
                        ),
                        (
                            "agreement",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="signatures",
                                to="accounts.agreement",
                                verbose_name="保密协议",
                            ),
                        ),
                        (
                            "user",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="signatures",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="用户",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "保密协议签署记录",
                        "verbose_name_plural": "保密协议签署记录",
                        "ordering": ["-at"],
                        "constraints": [
                            models.UniqueConstraint(
                                models.F("user"),
                                models.F("agreement"),
                                name="accounts_signature_once",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ApiToken",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        ("name", models.CharField(max_length=80, verbose_name="用途")),
                        ("prefix", models.CharField(max_length=12, verbose_name="令牌开头")),
                        (
                            "key_hash",
                            models.CharField(
                                editable=False,
                                max_length=64,
                                unique=True,
                                verbose_name="令牌（密文）",
                            ),
                        ),
                        ("scopes", models.JSONField(default=list, verbose_name="授权范围")),
                        ("created_at", models.DateTimeField(verbose_name="创建时间")),
                        ("expires_at", models.DateTimeField(verbose_name="到期时间")),
                        (
                            "revoked_at",
                            models.DateTimeField(blank=True, null=True, verbose_name="停用时间"),
                        ),
                        (
                            "last_used_at",
                            models.DateTimeField(blank=True, null=True, verbose_name="最近使用"),
                        ),
                        (
                            "last_used_address",
                            models.GenericIPAddressField(
                                blank=True, null=True, verbose_name="最近来源地址"
                            ),
                        ),
                        (
                            "user",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="api_tokens",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="用户",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "接口令牌",
                        "verbose_name_plural": "接口令牌",
                        "ordering": ["-created_at", "-id"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("expires_at__gt", models.F("created_at"))),
                                name="accounts_token_expires_after_made",
                                violation_error_message="到期时间必须晚于创建时间",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="AuditEntry",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        ("at", models.DateTimeField(verbose_name="时间")),
                        ("user_name", models.CharField(max_length=80, verbose_name="姓名")),
                        ("action", models.CharField(max_length=60, verbose_name="操作代码")),
                        ("action_name", models.CharField(max_length=60, verbose_name="操作")),
                        (
                            "object_kind",
                            models.CharField(blank=True, max_length=60, verbose_name="对象类型"),
                        ),
                        (
                            "object_id",
                            models.CharField(blank=True, max_length=60, verbose_name="对象编号"),
                        ),
                        (
                            "object_name",
                            models.CharField(blank=True, max_length=200, verbose_name="对象"),
                        ),
                        ("detail", models.JSONField(blank=True, default=dict, verbose_name="详情")),
                        (
                            "address",
                            models.GenericIPAddressField(
                                blank=True, null=True, verbose_name="来源地址"
                            ),
                        ),
                        ("succeeded", models.BooleanField(default=True, verbose_name="结果")),
                        (
                            "position",
                            models.BigIntegerField(
                                blank=True, null=True, unique=True, verbose_name="链位"
                            ),
                        ),
                        (
                            "digest",
                            models.CharField(blank=True, max_length=64, verbose_name="校验值"),
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
                            models.Index(fields=["-at", "-id"], name="accounts_audit_time"),
                            models.Index(fields=["user", "-at", "-id"], name="accounts_audit_user"),
                            models.Index(
                                fields=["action", "-at", "-id"], name="accounts_audit_action"
                            ),
                            models.Index(
                                fields=["address", "-at", "-id"], name="accounts_audit_address"
                            ),
                            models.Index(
                                fields=["object_kind", "object_id", "-at", "-id"],
                                name="accounts_audit_object",
                            ),
                            models.Index(
                                condition=models.Q(("succeeded", False)),
                                fields=["-at", "-id"],
                                name="accounts_audit_failed",
                            ),
                            models.Index(
                                condition=models.Q(("position__isnull", True)),
                                fields=["id"],
                                name="accounts_audit_unsealed",
                            ),
                        ],
                    },
                ),
            ],
        ),
    ]
