import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import bihuan.accounts.migration


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "0001_initial"),
        ("accounts", "__first__"),
        ("documents", "0001_initial"),
    ]

    operations = [
        bihuan.accounts.migration.CreateModels(
            tables=[
                migrations.CreateModel(
                    name="ChangeCursor",
                    fields=[
                        (
                            "source",
                            models.CharField(
                                max_length=60,
                                primary_key=True,
                                serialize=False,
                                verbose_name="来源",
                            ),
                        ),
                        ("text", models.TextField(verbose_name="游标")),
                        ("moved_at", models.DateTimeField(verbose_name="移动时间")),
                    ],
                    options={
                        "verbose_name": "报告变更游标",
                        "verbose_name_plural": "报告变更游标",
                    },
                ),
                migrations.CreateModel(
                    name="Affected",
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
                        ("found_at", models.DateTimeField(verbose_name="发现时间")),
                        ("cause", models.CharField(max_length=200, verbose_name="变更来源")),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("open", "待处理"),
                                    ("corrected", "已拟更正稿"),
                                    ("left", "不更正"),
                                ],
                                default="open",
                                max_length=10,
                                verbose_name="处理状态",
                            ),
                        ),
                        (
                            "reason",
                            models.CharField(
                                blank=True, max_length=300, verbose_name="不更正的理由"
                            ),
                        ),
                        ("at", models.DateTimeField(null=True, verbose_name="处理时间")),
                        (
                            "by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="处理人",
                            ),
                        ),
                        (
                            "draft",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to="reports.reportversion",
                                verbose_name="更正稿",
                            ),
                        ),
                        (
                            "version",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="affected",
                                to="reports.reportversion",
                                verbose_name="版本",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "受影响文稿",
                        "verbose_name_plural": "受影响文稿",
                        "ordering": ["-found_at", "-id"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("state__in", ["corrected", "left", "open"])),
                                name="reports_affected_state_known",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("state", "open")),
                                fields=("version",),
                                name="reports_affected_open_once",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state", "left"), _negated=True),
                                    models.Q(("reason", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="reports_left_has_reason",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="AffectedFigure",
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
                        ("what", models.CharField(max_length=8, verbose_name="类型")),
                        ("key", models.CharField(max_length=80, verbose_name="标识")),
                        ("label", models.CharField(max_length=120, verbose_name="名称")),
                        ("before", models.CharField(max_length=400, verbose_name="印出")),
                        ("after", models.CharField(max_length=400, verbose_name="现值")),
                        (
                            "affected",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="figures",
                                to="reports.affected",
                                verbose_name="受影响文稿",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "变化的数据项",
                        "verbose_name_plural": "变化的数据项",
                        "ordering": ["affected", "id"],
                    },
                ),
                migrations.CreateModel(
                    name="DocumentPlan",
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
                        ("first", models.DateField(verbose_name="服务期首日")),
                        ("last", models.DateField(verbose_name="服务期末日")),
                        (
                            "least",
                            models.PositiveIntegerField(
                                default=0, verbose_name="合同要求份数（须超过）"
                            ),
                        ),
                        (
                            "contract_sum",
                            models.DecimalField(
                                blank=True,
                                decimal_places=2,
                                max_digits=14,
                                null=True,
                                verbose_name="合同金额（元）",
                            ),
                        ),
                        (
                            "free_warnings",
                            models.PositiveSmallIntegerField(
                                default=3, verbose_name="不扣款警告次数"
                            ),
                        ),
                        (
                            "deduction",
                            models.DecimalField(
                                decimal_places=2,
                                default=3,
                                max_digits=5,
                                verbose_name="其后每次扣款（‰）",
                            ),
                        ),
                        (
                            "basis",
                            models.CharField(blank=True, max_length=300, verbose_name="条款依据"),
                        ),
                        ("is_active", models.BooleanField(default=True, verbose_name="执行中")),
                        (
                            "district",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="document_plans",
                                to="accounts.district",
                                verbose_name="行政区划",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "文稿计划",
                        "verbose_name_plural": "文稿计划",
                        "ordering": ["-first", "name"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("last__gte", models.F("first"))),
                                name="reports_plan_runs_forward",
                                violation_error_message="服务期末日不能早于首日",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="PlanItem",
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
                        ("kind", models.CharField(max_length=60, verbose_name="种类")),
                        ("due_days", models.PositiveSmallIntegerField(verbose_name="期末后天数")),
                        ("due_time", models.TimeField(verbose_name="应交时刻")),
                        (
                            "count",
                            models.PositiveSmallIntegerField(
                                default=0, verbose_name="服务期内份数（专题）"
                            ),
                        ),
                        (
                            "is_drafted",
                            models.BooleanField(default=True, verbose_name="自动生成草稿"),
                        ),
                        (
                            "plan",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="items",
                                to="reports.documentplan",
                                verbose_name="文稿计划",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "计划项",
                        "verbose_name_plural": "计划项",
                        "ordering": ["plan", "id"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("plan", "kind"), name="reports_item_once"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="PlanWarning",
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
                        ("first", models.DateField(verbose_name="期间首日")),
                        ("last", models.DateField(verbose_name="期间末日")),
                        ("due_at", models.DateTimeField(verbose_name="应交时间")),
                        ("reason", models.CharField(max_length=300, verbose_name="理由")),
                        ("at", models.DateTimeField(verbose_name="作出时间")),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="作出人",
                            ),
                        ),
                        (
                            "item",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="reports.planitem",
                                verbose_name="计划项",
                            ),
                        ),
                        (
                            "plan",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="warnings",
                                to="reports.documentplan",
                                verbose_name="文稿计划",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "逾期警告",
                        "verbose_name_plural": "逾期警告",
                        "ordering": ["plan", "id"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("item", "first", "last"),
                                name="reports_warning_once_a_period",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Report",
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
                        ("kind", models.CharField(max_length=60, verbose_name="种类")),
                        ("period_kind", models.CharField(max_length=10, verbose_name="周期")),
                        ("first", models.DateField(verbose_name="期间首日")),
                        ("last", models.DateField(verbose_name="期间末日")),
                        (
                            "subject",
                            models.CharField(blank=True, max_length=80, verbose_name="专题对象"),
                        ),
                        (
                            "called",
                            models.CharField(blank=True, max_length=120, verbose_name="自拟标题"),
                        ),
                        ("title", models.CharField(max_length=200, verbose_name="标题")),
                        (
                            "due_at",
                            models.DateTimeField(blank=True, null=True, verbose_name="应交时间"),
                        ),
                        ("made_at", models.DateTimeField(verbose_name="建立时间")),
                        (
                            "issued_at",
                            models.DateTimeField(
                                blank=True, null=True, verbose_name="首次印发时间"
                            ),
                        ),
                        (
                            "district",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="reports",
                                to="accounts.district",
                                verbose_name="行政区划",
                            ),
                        ),
                        (
                            "current",
                            models.OneToOneField(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="reports.reportversion",
                                verbose_name="最新版本",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "报告",
                        "verbose_name_plural": "报告",
                        "ordering": ["-last", "kind", "-id"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("kind", "district", "first", "last", "subject"),
                                name="reports_once_a_period",
                                violation_error_message="该期报告已存在",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("last__gte", models.F("first"))),
                                name="reports_period_runs_forward",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ParagraphEdit",
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
                        ("key", models.CharField(max_length=80, verbose_name="段落")),
                        ("base", models.TextField(verbose_name="原文")),
                        ("text", models.TextField(null=True, verbose_name="修改后")),
                        ("at", models.DateTimeField(verbose_name="修改时间")),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="修改人",
                            ),
                        ),
                        (
                            "report",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="edits",
                                to="reports.report",
                                verbose_name="报告",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "段落修改",
                        "verbose_name_plural": "段落修改",
                        "ordering": ["report", "id"],
                        "indexes": [
                            models.Index(fields=["report", "key"], name="reports_edit_of_key")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ReportVersion",
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
                        ("serial", models.PositiveSmallIntegerField(verbose_name="版次")),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("draft", "编制中"),
                                    ("review", "待审核"),
                                    ("signing", "待签发"),
                                    ("signed", "待印发"),
                                    ("issued", "已印发"),
                                ],
                                default="draft",
                                max_length=10,
                                verbose_name="环节",
                            ),
                        ),
                        ("composition", models.JSONField(default=dict, verbose_name="文稿")),
                        ("edits", models.JSONField(default=dict, verbose_name="人工修改")),
                        ("composed_at", models.DateTimeField(verbose_name="取数时间")),
                        ("content_hash", models.CharField(max_length=64, verbose_name="内容哈希")),
                        (
                            "reason",
                            models.CharField(blank=True, max_length=300, verbose_name="重发原因"),
                        ),
                        ("issued_at", models.DateTimeField(null=True, verbose_name="印发时间")),
                        ("checked_at", models.DateTimeField(null=True, verbose_name="核对时间")),
                        (
                            "unequal",
                            models.PositiveIntegerField(null=True, verbose_name="核对不一致项"),
                        ),
                        (
                            "annex",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="documents.storedfile",
                                verbose_name="Excel 附表",
                            ),
                        ),
                        (
                            "corrects",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="corrections",
                                to="reports.reportversion",
                                verbose_name="更正对象",
                            ),
                        ),
                        (
                            "drafted_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="编制人",
                            ),
                        ),
                        (
                            "issued_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="印发人",
                            ),
                        ),
                        (
                            "number",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="documents.issuednumber",
                                verbose_name="文号",
                            ),
                        ),
                        (
                            "pdf",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="documents.storedfile",
                                verbose_name="PDF 文件",
                            ),
                        ),
                        (
                            "report",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="versions",
                                to="reports.report",
                                verbose_name="报告",
                            ),
                        ),
                        (
                            "reviewed_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="审核人",
                            ),
                        ),
                        (
                            "signed_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="签发人",
                            ),
                        ),
                        (
                            "word",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="documents.storedfile",
                                verbose_name="Word 文件",
                            ),
                        ),
                        (
                            "template",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="reports.templateversion",
                                verbose_name="模板版本",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "报告版本",
                        "verbose_name_plural": "报告版本",
                        "ordering": ["report", "serial"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "state__in",
                                        ["draft", "issued", "review", "signed", "signing"],
                                    )
                                ),
                                name="reports_version_state_known",
                            ),
                            models.UniqueConstraint(
                                fields=("report", "serial"), name="reports_version_once"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state", "issued"), _negated=True),
                                    models.Q(
                                        ("issued_at__isnull", False),
                                        ("number__isnull", False),
                                        ("signed_by__isnull", False),
                                        ("word__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="reports_issued_is_complete",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Recipient",
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
                        ("name", models.CharField(max_length=120, verbose_name="接收单位或人")),
                        ("sent_at", models.DateTimeField(verbose_name="发出时间")),
                        ("received_at", models.DateTimeField(null=True, verbose_name="签收时间")),
                        (
                            "note",
                            models.CharField(blank=True, max_length=200, verbose_name="签收说明"),
                        ),
                        (
                            "received_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="登记人",
                            ),
                        ),
                        (
                            "user",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="平台用户",
                            ),
                        ),
                        (
                            "version",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="recipients",
                                to="reports.reportversion",
                                verbose_name="版本",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "分发记录",
                        "verbose_name_plural": "分发记录",
                        "ordering": ["version", "id"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("version", "name"), name="reports_recipient_once"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="StoredFigure",
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
                            "what",
                            models.CharField(
                                choices=[("figure", "数据"), ("picture", "图"), ("sheet", "附表")],
                                default="figure",
                                max_length=8,
                                verbose_name="类型",
                            ),
                        ),
                        ("key", models.CharField(max_length=80, verbose_name="标识")),
                        ("label", models.CharField(max_length=120, verbose_name="名称")),
                        ("query", models.CharField(max_length=80, verbose_name="查询")),
                        ("arguments", models.JSONField(default=dict, verbose_name="参数")),
                        ("value", models.CharField(max_length=400, null=True, verbose_name="数值")),
                        ("is_text", models.BooleanField(default=False, verbose_name="是文字")),
                        (
                            "reason",
                            models.CharField(blank=True, max_length=200, verbose_name="缺失原因"),
                        ),
                        ("unit", models.CharField(blank=True, max_length=20, verbose_name="单位")),
                        (
                            "edition",
                            models.CharField(blank=True, max_length=120, verbose_name="标准版本"),
                        ),
                        (
                            "data_version",
                            models.CharField(blank=True, max_length=200, verbose_name="数据版本"),
                        ),
                        ("start", models.DateTimeField(null=True, verbose_name="取数起")),
                        ("end", models.DateTimeField(null=True, verbose_name="取数止")),
                        ("style", models.CharField(max_length=10, verbose_name="写法")),
                        (
                            "missing",
                            models.CharField(blank=True, max_length=40, verbose_name="缺失写法"),
                        ),
                        ("printed", models.CharField(max_length=400, verbose_name="印出文字")),
                        (
                            "version",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="figures",
                                to="reports.reportversion",
                                verbose_name="版本",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "报告数据项",
                        "verbose_name_plural": "报告数据项",
                        "ordering": ["version", "id"],
                        "indexes": [
                            models.Index(fields=["start", "end"], name="reports_figure_read")
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("what__in", ["figure", "picture", "sheet"])),
                                name="reports_figure_kind_known",
                            ),
                            models.UniqueConstraint(
                                fields=("version", "what", "key"), name="reports_figure_key_once"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("value__isnull", False),
                                    models.Q(("reason", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="reports_missing_has_reason",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="TemplateVersion",
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
                        ("kind", models.CharField(max_length=60, verbose_name="种类")),
                        ("number", models.PositiveSmallIntegerField(verbose_name="版次")),
                        ("note", models.CharField(max_length=200, verbose_name="说明")),
                        ("at", models.DateTimeField(verbose_name="发布时间")),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="发布人",
                            ),
                        ),
                        (
                            "file",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="documents.storedfile",
                                verbose_name="文件",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "报告模板",
                        "verbose_name_plural": "报告模板",
                        "ordering": ["kind", "-number"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("kind", "number"), name="reports_template_once"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="VersionStep",
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
                            "step",
                            models.CharField(
                                choices=[
                                    ("submit", "提交审核"),
                                    ("approve", "审核通过"),
                                    ("sign", "签发"),
                                    ("issue", "印发"),
                                    ("send_back", "退回"),
                                ],
                                max_length=10,
                                verbose_name="办理",
                            ),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("draft", "编制中"),
                                    ("review", "待审核"),
                                    ("signing", "待签发"),
                                    ("signed", "待印发"),
                                    ("issued", "已印发"),
                                ],
                                max_length=10,
                                verbose_name="到达环节",
                            ),
                        ),
                        ("note", models.CharField(blank=True, max_length=300, verbose_name="意见")),
                        ("at", models.DateTimeField(verbose_name="时间")),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="办理人",
                            ),
                        ),
                        (
                            "version",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="steps",
                                to="reports.reportversion",
                                verbose_name="版本",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "报告办理记录",
                        "verbose_name_plural": "报告办理记录",
                        "ordering": ["version", "id"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "step__in",
                                        ["approve", "issue", "send_back", "sign", "submit"],
                                    )
                                ),
                                name="reports_step_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "state__in",
                                        ["draft", "issued", "review", "signed", "signing"],
                                    )
                                ),
                                name="reports_step_state_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("step", "send_back"), _negated=True),
                                    models.Q(("note", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="reports_send_back_has_reason",
                                violation_error_message="退回必须写明原因",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Batch",
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
                        ("kinds", models.JSONField(verbose_name="种类")),
                        ("first", models.DateField(verbose_name="期末自")),
                        ("last", models.DateField(verbose_name="期末至")),
                        ("with_pdf", models.BooleanField(default=True, verbose_name="随后转 PDF")),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("waiting", "等待中"),
                                    ("running", "生成中"),
                                    ("done", "已完成"),
                                    ("failed", "失败"),
                                ],
                                default="waiting",
                                max_length=8,
                                verbose_name="状态",
                            ),
                        ),
                        ("total", models.PositiveIntegerField(default=0, verbose_name="总数")),
                        ("done", models.PositiveIntegerField(default=0, verbose_name="已生成")),
                        (
                            "converted",
                            models.PositiveIntegerField(default=0, verbose_name="已转 PDF"),
                        ),
                        ("problems", models.JSONField(default=list, verbose_name="未生成的")),
                        ("at", models.DateTimeField(verbose_name="发起时间")),
                        ("finished_at", models.DateTimeField(null=True, verbose_name="完成时间")),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="report_batches",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="发起人",
                            ),
                        ),
                        (
                            "district",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="report_batches",
                                to="accounts.district",
                                verbose_name="行政区划",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "批量生成",
                        "verbose_name_plural": "批量生成",
                        "ordering": ["-at", "-id"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("state__in", ["done", "failed", "running", "waiting"])
                                ),
                                name="reports_batch_state_known",
                            )
                        ],
                    },
                ),
            ],
        ),
    ]
