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
        ("registry", "0001_initial"),
    ]

    operations = [
        bihuan.accounts.migration.CreateModels(
            tables=[
                migrations.CreateModel(
                    name="ChainHead",
                    fields=[
                        (
                            "id",
                            models.PositiveSmallIntegerField(
                                default=1, primary_key=True, serialize=False
                            ),
                        ),
                        ("serial", models.BigIntegerField(default=0, verbose_name="最后序号")),
                        (
                            "hash",
                            models.CharField(default="", max_length=64, verbose_name="最后摘要"),
                        ),
                    ],
                    options={
                        "verbose_name": "链头",
                        "verbose_name_plural": "链头",
                    },
                ),
                migrations.CreateModel(
                    name="HistoryAnchor",
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
                        ("day", models.DateField(unique=True, verbose_name="日期")),
                        ("serial", models.BigIntegerField(verbose_name="序号")),
                        ("hash", models.CharField(max_length=64, verbose_name="摘要")),
                        ("at", models.DateTimeField(verbose_name="时间")),
                    ],
                    options={
                        "verbose_name": "历史锚点",
                        "verbose_name_plural": "历史锚点",
                        "ordering": ["day"],
                    },
                ),
                migrations.CreateModel(
                    name="CalendarDay",
                    fields=[
                        (
                            "day",
                            models.DateField(
                                primary_key=True, serialize=False, verbose_name="日期"
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[("holiday", "节假日"), ("make_up_day", "调休上班")],
                                max_length=12,
                                verbose_name="类型",
                            ),
                        ),
                        ("name", models.CharField(blank=True, max_length=20, verbose_name="名称")),
                    ],
                    options={
                        "verbose_name": "节假日",
                        "verbose_name_plural": "节假日",
                        "ordering": ["day"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("kind__in", ["holiday", "make_up_day"])),
                                name="cases_day_kind_known",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="CalendarYear",
                    fields=[
                        (
                            "year",
                            models.PositiveSmallIntegerField(
                                primary_key=True, serialize=False, verbose_name="年份"
                            ),
                        ),
                        ("is_announced", models.BooleanField(default=False, verbose_name="已公布")),
                        (
                            "source",
                            models.CharField(blank=True, max_length=120, verbose_name="依据"),
                        ),
                        (
                            "changed_at",
                            models.DateTimeField(blank=True, null=True, verbose_name="修改时间"),
                        ),
                        (
                            "changed_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="修改人",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "放假安排",
                        "verbose_name_plural": "放假安排",
                        "ordering": ["year"],
                    },
                ),
                migrations.CreateModel(
                    name="Case",
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
                        ("kind", models.CharField(max_length=40, verbose_name="类型")),
                        (
                            "number",
                            models.CharField(max_length=120, unique=True, verbose_name="编号"),
                        ),
                        ("title", models.CharField(max_length=200, verbose_name="标题")),
                        (
                            "province_code",
                            models.CharField(editable=False, max_length=2, verbose_name="省"),
                        ),
                        (
                            "city_code",
                            models.CharField(
                                blank=True, editable=False, max_length=4, verbose_name="市"
                            ),
                        ),
                        (
                            "county_code",
                            models.CharField(
                                blank=True, editable=False, max_length=6, verbose_name="区县"
                            ),
                        ),
                        ("stage", models.CharField(max_length=40, verbose_name="环节代码")),
                        ("stage_title", models.CharField(max_length=40, verbose_name="环节")),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("open", "办理中"),
                                    ("closed", "已办结"),
                                    ("void", "已作废"),
                                    ("merged", "已并入"),
                                ],
                                default="open",
                                max_length=8,
                                verbose_name="状态",
                            ),
                        ),
                        (
                            "holder",
                            models.CharField(blank=True, max_length=120, verbose_name="待办岗位"),
                        ),
                        (
                            "holder_title",
                            models.CharField(blank=True, max_length=60, verbose_name="待办方"),
                        ),
                        ("reason", models.TextField(verbose_name="事由")),
                        ("facts", models.JSONField(blank=True, default=dict, verbose_name="情况")),
                        (
                            "source",
                            models.CharField(blank=True, max_length=80, verbose_name="来源"),
                        ),
                        ("hits", models.PositiveIntegerField(default=1, verbose_name="并入次数")),
                        ("raised_at", models.DateTimeField(verbose_name="创建时间")),
                        ("clock", models.JSONField(blank=True, default=dict, verbose_name="计时")),
                        ("entered_at", models.DateTimeField(verbose_name="进入环节时间")),
                        (
                            "deadline",
                            models.DateTimeField(blank=True, null=True, verbose_name="办理期限"),
                        ),
                        (
                            "whole_deadline",
                            models.DateTimeField(blank=True, null=True, verbose_name="总期限"),
                        ),
                        (
                            "is_provisional",
                            models.BooleanField(default=False, verbose_name="期限待确认"),
                        ),
                        (
                            "paused_at",
                            models.DateTimeField(blank=True, null=True, verbose_name="中止时间"),
                        ),
                        (
                            "ticks",
                            models.JSONField(blank=True, default=list, verbose_name="待触发提醒"),
                        ),
                        (
                            "next_tick",
                            models.DateTimeField(blank=True, null=True, verbose_name="下次提醒"),
                        ),
                        (
                            "urged_at",
                            models.DateTimeField(blank=True, null=True, verbose_name="最近催办"),
                        ),
                        (
                            "urges",
                            models.PositiveSmallIntegerField(default=0, verbose_name="催办次数"),
                        ),
                        (
                            "escalations",
                            models.PositiveSmallIntegerField(default=0, verbose_name="升级次数"),
                        ),
                        (
                            "returns",
                            models.PositiveSmallIntegerField(default=0, verbose_name="退回次数"),
                        ),
                        (
                            "closed_at",
                            models.DateTimeField(blank=True, null=True, verbose_name="办结时间"),
                        ),
                        (
                            "on_time",
                            models.BooleanField(blank=True, null=True, verbose_name="按期"),
                        ),
                        ("revision", models.PositiveIntegerField(default=0, verbose_name="修订号")),
                        (
                            "district",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="cases",
                                to="accounts.district",
                                verbose_name="行政区划",
                            ),
                        ),
                        (
                            "enterprise",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="cases",
                                to="registry.enterprise",
                                verbose_name="企业",
                            ),
                        ),
                        (
                            "handler",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="handled_cases",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="经办人",
                            ),
                        ),
                        (
                            "lead",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="led_cases",
                                to="accounts.organisation",
                                verbose_name="牵头单位",
                            ),
                        ),
                        (
                            "merged_into",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="merged",
                                to="cases.case",
                                verbose_name="并入",
                            ),
                        ),
                        (
                            "points",
                            models.ManyToManyField(
                                blank=True,
                                related_name="cases",
                                to="registry.monitoringpoint",
                                verbose_name="监测点",
                            ),
                        ),
                        (
                            "raised_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="创建人",
                            ),
                        ),
                        (
                            "version",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="cases",
                                to="cases.procedureversion",
                                verbose_name="流程版本",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "事项",
                        "verbose_name_plural": "事项",
                        "ordering": ["-raised_at", "-id"],
                        "indexes": [
                            models.Index(fields=["-raised_at", "-id"], name="cases_case_newest"),
                            models.Index(
                                fields=["province_code", "-raised_at", "-id"],
                                name="cases_case_prov",
                            ),
                            models.Index(
                                fields=["city_code", "-raised_at", "-id"], name="cases_case_city"
                            ),
                            models.Index(
                                fields=["county_code", "-raised_at", "-id"],
                                name="cases_case_county",
                            ),
                            models.Index(
                                fields=["enterprise", "-raised_at", "-id"], name="cases_case_unit"
                            ),
                            models.Index(
                                fields=["kind", "-raised_at", "-id"], name="cases_case_kind"
                            ),
                            models.Index(
                                condition=models.Q(("state", "open")),
                                fields=["county_code", "deadline"],
                                name="cases_open_county",
                            ),
                            models.Index(
                                condition=models.Q(("state", "open")),
                                fields=["city_code", "deadline"],
                                name="cases_open_city",
                            ),
                            models.Index(
                                condition=models.Q(("state", "open")),
                                fields=["holder", "deadline"],
                                name="cases_open_holder",
                            ),
                            models.Index(
                                condition=models.Q(("state", "open")),
                                fields=["deadline", "id"],
                                name="cases_open_deadline",
                            ),
                            models.Index(
                                condition=models.Q(("next_tick__isnull", False), ("state", "open")),
                                fields=["next_tick"],
                                name="cases_case_tick",
                            ),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("state__in", ["closed", "merged", "open", "void"])
                                ),
                                name="cases_case_state_known",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("source", ""), _negated=True),
                                fields=("kind", "source"),
                                name="cases_case_source_once",
                                violation_error_message="该来源已有此类事项",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("closed_at__isnull", True), ("state", "open")),
                                    models.Q(
                                        models.Q(("state", "open"), _negated=True),
                                        ("closed_at__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="cases_case_closed_has_time",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="AnswerLink",
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
                        ("step", models.CharField(max_length=40, verbose_name="步骤")),
                        (
                            "token_hash",
                            models.CharField(max_length=64, unique=True, verbose_name="令牌摘要"),
                        ),
                        ("answerer", models.CharField(max_length=120, verbose_name="答复单位或人")),
                        ("made_at", models.DateTimeField(verbose_name="生成时间")),
                        ("expires_at", models.DateTimeField(verbose_name="失效时间")),
                        (
                            "used_at",
                            models.DateTimeField(blank=True, null=True, verbose_name="使用时间"),
                        ),
                        (
                            "made_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="生成人",
                            ),
                        ),
                        (
                            "case",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="answer_links",
                                to="cases.case",
                                verbose_name="事项",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "一次性答复链接",
                        "verbose_name_plural": "一次性答复链接",
                        "ordering": ["-made_at"],
                    },
                ),
                migrations.CreateModel(
                    name="CaseEvent",
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
                        ("serial", models.BigIntegerField(unique=True, verbose_name="链上序号")),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("raised", "创建"),
                                    ("step", "流转"),
                                    ("act", "办件动作"),
                                    ("clock", "时限"),
                                    ("merged", "并入"),
                                ],
                                max_length=8,
                                verbose_name="类型",
                            ),
                        ),
                        ("code", models.CharField(max_length=40, verbose_name="代码")),
                        ("title", models.CharField(max_length=60, verbose_name="名称")),
                        (
                            "stage_before",
                            models.CharField(blank=True, max_length=40, verbose_name="原环节"),
                        ),
                        ("stage_after", models.CharField(max_length=40, verbose_name="环节")),
                        ("by_name", models.CharField(max_length=80, verbose_name="姓名")),
                        (
                            "unit_name",
                            models.CharField(blank=True, max_length=120, verbose_name="单位"),
                        ),
                        (
                            "on_behalf_of",
                            models.CharField(blank=True, max_length=120, verbose_name="代录对象"),
                        ),
                        ("at", models.DateTimeField(verbose_name="时间")),
                        ("note", models.TextField(blank=True, verbose_name="说明")),
                        ("fields", models.JSONField(blank=True, default=dict, verbose_name="内容")),
                        (
                            "key",
                            models.CharField(
                                blank=True,
                                max_length=64,
                                null=True,
                                unique=True,
                                verbose_name="提交编号",
                            ),
                        ),
                        ("previous", models.CharField(max_length=64, verbose_name="上一条的摘要")),
                        ("hash", models.CharField(max_length=64, verbose_name="摘要")),
                        (
                            "by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="办理人",
                            ),
                        ),
                        (
                            "case",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="events",
                                to="cases.case",
                                verbose_name="事项",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "办理记录",
                        "verbose_name_plural": "办理记录",
                        "ordering": ["serial"],
                        "indexes": [
                            models.Index(fields=["case", "serial"], name="cases_event_of_case")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="CaseLink",
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
                            "kind",
                            models.CharField(
                                choices=[
                                    ("related", "相关"),
                                    ("contains", "包含"),
                                    ("follows", "由此产生"),
                                ],
                                max_length=10,
                                verbose_name="关联方式",
                            ),
                        ),
                        ("made_at", models.DateTimeField(verbose_name="关联时间")),
                        (
                            "case",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="links",
                                to="cases.case",
                                verbose_name="事项",
                            ),
                        ),
                        (
                            "made_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="关联人",
                            ),
                        ),
                        (
                            "other",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="linked_from",
                                to="cases.case",
                                verbose_name="关联事项",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "关联事项",
                        "verbose_name_plural": "关联事项",
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("kind__in", ["contains", "follows", "related"])
                                ),
                                name="cases_link_kind_known",
                            ),
                            models.UniqueConstraint(
                                fields=("case", "other"), name="cases_link_once"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("case", models.F("other")), _negated=True),
                                name="cases_link_not_to_itself",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="CaseUnit",
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
                        ("is_lead", models.BooleanField(default=False, verbose_name="牵头")),
                        ("task", models.CharField(blank=True, max_length=200, verbose_name="分工")),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("waiting", "待签收"),
                                    ("accepted", "办理中"),
                                    ("done", "已反馈"),
                                    ("returned", "退回重办"),
                                ],
                                default="waiting",
                                max_length=8,
                                verbose_name="状态",
                            ),
                        ),
                        ("assigned_at", models.DateTimeField(verbose_name="分派时间")),
                        (
                            "accepted_at",
                            models.DateTimeField(blank=True, null=True, verbose_name="签收时间"),
                        ),
                        (
                            "done_at",
                            models.DateTimeField(blank=True, null=True, verbose_name="反馈时间"),
                        ),
                        (
                            "case",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="units",
                                to="cases.case",
                                verbose_name="事项",
                            ),
                        ),
                        (
                            "organisation",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="case_units",
                                to="accounts.organisation",
                                verbose_name="单位",
                            ),
                        ),
                        (
                            "person",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="责任人",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "承办单位",
                        "verbose_name_plural": "承办单位",
                        "ordering": ["-is_lead", "id"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("state__in", ["accepted", "done", "returned", "waiting"])
                                ),
                                name="cases_unit_state_known",
                            ),
                            models.UniqueConstraint(
                                fields=("case", "organisation"), name="cases_unit_once"
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("is_lead", True)),
                                fields=("case",),
                                name="cases_unit_one_lead",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Draft",
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
                        ("step", models.CharField(max_length=40, verbose_name="步骤")),
                        ("values", models.JSONField(default=dict, verbose_name="内容")),
                        ("kept_at", models.DateTimeField(verbose_name="保存时间")),
                        (
                            "case",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="drafts",
                                to="cases.case",
                                verbose_name="事项",
                            ),
                        ),
                        (
                            "user",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="用户",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "草稿",
                        "verbose_name_plural": "草稿",
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("case", "user", "step"), name="cases_draft_once"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Evidence",
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
                        ("step", models.CharField(blank=True, max_length=40, verbose_name="步骤")),
                        ("added_at", models.DateTimeField(verbose_name="提交时间")),
                        (
                            "findings",
                            models.JSONField(blank=True, default=list, verbose_name="核对发现"),
                        ),
                        (
                            "added_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="提交人",
                            ),
                        ),
                        (
                            "case",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="evidence",
                                to="cases.case",
                                verbose_name="事项",
                            ),
                        ),
                        (
                            "event",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="evidence",
                                to="cases.caseevent",
                                verbose_name="办理记录",
                            ),
                        ),
                        (
                            "file",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="evidence",
                                to="documents.storedfile",
                                verbose_name="附件",
                            ),
                        ),
                        (
                            "twin",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to="documents.storedfile",
                                verbose_name="相同的照片",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "凭证",
                        "verbose_name_plural": "凭证",
                        "ordering": ["id"],
                    },
                ),
                migrations.CreateModel(
                    name="ExtensionRequest",
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
                        ("amount", models.PositiveSmallIntegerField(verbose_name="延长")),
                        ("reason", models.CharField(max_length=400, verbose_name="理由")),
                        ("asked_at", models.DateTimeField(verbose_name="申请时间")),
                        (
                            "decided_at",
                            models.DateTimeField(blank=True, null=True, verbose_name="审批时间"),
                        ),
                        (
                            "is_granted",
                            models.BooleanField(blank=True, null=True, verbose_name="同意"),
                        ),
                        (
                            "asked_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="申请人",
                            ),
                        ),
                        (
                            "case",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="extensions",
                                to="cases.case",
                                verbose_name="事项",
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
                    ],
                    options={
                        "verbose_name": "延期申请",
                        "verbose_name_plural": "延期申请",
                        "ordering": ["id"],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("decided_at__isnull", True)),
                                fields=("case",),
                                name="cases_extension_one_open",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="OfficeTime",
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
                        ("spells", models.CharField(max_length=120, verbose_name="时段")),
                        (
                            "organisation",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="office_time",
                                to="accounts.organisation",
                                verbose_name="单位",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "办公时间",
                        "verbose_name_plural": "办公时间",
                    },
                ),
                migrations.CreateModel(
                    name="Participant",
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
                        ("is_copied", models.BooleanField(default=False, verbose_name="抄送")),
                        ("since", models.DateTimeField(verbose_name="时间")),
                        (
                            "case",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="participants",
                                to="cases.case",
                                verbose_name="事项",
                            ),
                        ),
                        (
                            "user",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="用户",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "参与人",
                        "verbose_name_plural": "参与人",
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("user", "case"), name="cases_participant_once"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ProcedureVersion",
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
                            "code",
                            models.CharField(db_index=True, max_length=40, verbose_name="流程代码"),
                        ),
                        ("number", models.PositiveIntegerField(verbose_name="版本号")),
                        ("title", models.CharField(max_length=60, verbose_name="流程名称")),
                        ("document", models.JSONField(verbose_name="流程定义")),
                        ("digest", models.CharField(max_length=64, verbose_name="摘要")),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("draft", "草稿"),
                                    ("published", "使用中"),
                                    ("retired", "历史版本"),
                                ],
                                max_length=10,
                                verbose_name="状态",
                            ),
                        ),
                        (
                            "note",
                            models.CharField(blank=True, max_length=200, verbose_name="修改说明"),
                        ),
                        ("made_at", models.DateTimeField(verbose_name="编制时间")),
                        (
                            "published_at",
                            models.DateTimeField(blank=True, null=True, verbose_name="发布时间"),
                        ),
                        (
                            "made_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="编制人",
                            ),
                        ),
                        (
                            "published_by",
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
                        "verbose_name": "流程版本",
                        "verbose_name_plural": "流程版本",
                        "ordering": ["code", "-number"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("state__in", ["draft", "published", "retired"])
                                ),
                                name="cases_version_state_known",
                            ),
                            models.UniqueConstraint(
                                fields=("code", "number"), name="cases_version_once"
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("state", "published")),
                                fields=("code",),
                                name="cases_version_one_published",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("state", "draft")),
                                fields=("code",),
                                name="cases_version_one_draft",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="StageSpell",
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
                        ("stage", models.CharField(max_length=40, verbose_name="环节代码")),
                        ("stage_title", models.CharField(max_length=40, verbose_name="环节")),
                        (
                            "holder_title",
                            models.CharField(blank=True, max_length=60, verbose_name="待办方"),
                        ),
                        ("entered_at", models.DateTimeField(verbose_name="进入时间")),
                        (
                            "due_at",
                            models.DateTimeField(blank=True, null=True, verbose_name="期限"),
                        ),
                        (
                            "left_at",
                            models.DateTimeField(blank=True, null=True, verbose_name="离开时间"),
                        ),
                        (
                            "on_time",
                            models.BooleanField(blank=True, null=True, verbose_name="按期"),
                        ),
                        (
                            "case",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="spells",
                                to="cases.case",
                                verbose_name="事项",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "环节停留",
                        "verbose_name_plural": "环节停留",
                        "ordering": ["id"],
                    },
                ),
                migrations.CreateModel(
                    name="SubTask",
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
                        ("title", models.CharField(max_length=200, verbose_name="内容")),
                        (
                            "due_at",
                            models.DateTimeField(blank=True, null=True, verbose_name="期限"),
                        ),
                        ("made_at", models.DateTimeField(verbose_name="创建时间")),
                        (
                            "done_at",
                            models.DateTimeField(blank=True, null=True, verbose_name="完成时间"),
                        ),
                        (
                            "result",
                            models.CharField(blank=True, max_length=400, verbose_name="完成情况"),
                        ),
                        (
                            "case",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="sub_tasks",
                                to="cases.case",
                                verbose_name="事项",
                            ),
                        ),
                        (
                            "made_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="创建人",
                            ),
                        ),
                        (
                            "organisation",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="accounts.organisation",
                                verbose_name="单位",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "子任务",
                        "verbose_name_plural": "子任务",
                        "ordering": ["id"],
                    },
                ),
            ],
        ),
    ]
