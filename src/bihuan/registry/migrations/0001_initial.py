from decimal import Decimal

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import bihuan.accounts.migration


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "0001_initial"),
        ("accounts", "__first__"),
    ]

    operations = [
        bihuan.accounts.migration.CreateModels(
            tables=[
                migrations.CreateModel(
                    name="Device",
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
                            "mn",
                            models.CharField(
                                max_length=40, unique=True, verbose_name="设备唯一标识 MN"
                            ),
                        ),
                        ("name", models.CharField(max_length=120, verbose_name="名称")),
                        (
                            "edition",
                            models.CharField(
                                choices=[
                                    ("2005", "HJ/T 212-2005"),
                                    ("2017", "HJ 212-2017"),
                                    ("2025", "HJ 212-2025"),
                                ],
                                default="2017",
                                max_length=4,
                                verbose_name="协议版本",
                            ),
                        ),
                        (
                            "password_hash",
                            models.CharField(
                                blank=True,
                                editable=False,
                                max_length=64,
                                verbose_name="访问密码（密文）",
                            ),
                        ),
                        (
                            "system_code",
                            models.CharField(blank=True, max_length=4, verbose_name="系统编码 ST"),
                        ),
                        (
                            "tolerance",
                            models.JSONField(blank=True, default=dict, verbose_name="容错设置"),
                        ),
                        (
                            "allowed_addresses",
                            models.JSONField(
                                blank=True, default=list, verbose_name="允许的来源地址"
                            ),
                        ),
                        (
                            "time_out_s",
                            models.PositiveSmallIntegerField(
                                default=10, verbose_name="超时时间（秒）"
                            ),
                        ),
                        (
                            "repeats",
                            models.PositiveSmallIntegerField(default=3, verbose_name="重发次数"),
                        ),
                        (
                            "realtime_interval_s",
                            models.PositiveSmallIntegerField(
                                default=60, verbose_name="实时数据间隔（秒）"
                            ),
                        ),
                        (
                            "minute_interval_min",
                            models.PositiveSmallIntegerField(
                                default=10, verbose_name="分钟数据间隔（分钟）"
                            ),
                        ),
                        (
                            "carrier",
                            models.CharField(
                                blank=True, max_length=40, verbose_name="通信运营商（线路）"
                            ),
                        ),
                        ("is_active", models.BooleanField(default=True, verbose_name="启用")),
                        (
                            "points",
                            models.ManyToManyField(
                                related_name="devices",
                                through="registry.DeviceAssignment",
                                to="registry.monitoringpoint",
                                verbose_name="监测点",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "设备",
                        "verbose_name_plural": "设备",
                        "ordering": ["mn"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("edition__in", ["2005", "2017", "2025"])),
                                name="registry_device_edition_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("mn", ""), _negated=True),
                                name="registry_device_has_mn",
                                violation_error_message="MN 不能为空",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("repeats__range", (1, 99)), ("time_out_s__range", (1, 99))
                                ),
                                name="registry_device_time_out_1_to_99",
                                violation_error_message="超时时间和重发次数应为 1 至 99",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("minute_interval_min__gte", 1), ("realtime_interval_s__gte", 1)
                                ),
                                name="registry_device_intervals_positive",
                                violation_error_message="数据间隔必须大于 0",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Interface",
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
                        ("key", models.SlugField(max_length=40, unique=True, verbose_name="代码")),
                        ("name", models.CharField(max_length=80, verbose_name="名称")),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("http", "定时读取（HTTP/JSON）"),
                                    ("file", "文件交换（文件夹）"),
                                    ("database", "数据库视图"),
                                ],
                                max_length=10,
                                verbose_name="读取方式",
                            ),
                        ),
                        (
                            "contact",
                            models.CharField(blank=True, max_length=80, verbose_name="联系人"),
                        ),
                        ("purpose", models.CharField(max_length=200, verbose_name="用途")),
                        (
                            "every_min",
                            models.PositiveIntegerField(default=10, verbose_name="间隔（分钟）"),
                        ),
                        ("settings", models.JSONField(default=dict, verbose_name="读取与对应设置")),
                        (
                            "credential",
                            models.SlugField(blank=True, max_length=40, verbose_name="凭据名称"),
                        ),
                        ("is_active", models.BooleanField(default=True, verbose_name="启用")),
                        (
                            "district",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="interfaces",
                                to="accounts.district",
                                verbose_name="行政区划",
                            ),
                        ),
                        (
                            "owner",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="interfaces",
                                to="accounts.organisation",
                                verbose_name="对方单位",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "拉取接口",
                        "verbose_name_plural": "拉取接口",
                        "ordering": ["district", "name", "id"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("kind__in", ["database", "file", "http"])),
                                name="registry_interface_kind_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("every_min__gte", 1)),
                                name="registry_interface_interval_positive",
                                violation_error_message="间隔至少 1 分钟",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ProcessHeartbeat",
                    fields=[
                        (
                            "process",
                            models.CharField(
                                max_length=40,
                                primary_key=True,
                                serialize=False,
                                verbose_name="进程",
                            ),
                        ),
                        ("at", models.DateTimeField(verbose_name="时间")),
                        ("detail", models.JSONField(blank=True, default=dict, verbose_name="详情")),
                    ],
                    options={
                        "verbose_name": "进程心跳",
                        "verbose_name_plural": "进程心跳",
                        "ordering": ["process"],
                    },
                ),
                migrations.CreateModel(
                    name="SourceKind",
                    fields=[
                        (
                            "code",
                            models.SlugField(
                                max_length=20,
                                primary_key=True,
                                serialize=False,
                                verbose_name="代码",
                            ),
                        ),
                        ("name", models.CharField(max_length=20, unique=True, verbose_name="名称")),
                        (
                            "pollutants",
                            models.CharField(blank=True, max_length=80, verbose_name="主要污染物"),
                        ),
                        ("order", models.PositiveSmallIntegerField(default=0, verbose_name="排序")),
                        ("is_active", models.BooleanField(default=True, verbose_name="启用")),
                    ],
                    options={
                        "verbose_name": "本地源类别",
                        "verbose_name_plural": "本地源类别",
                        "ordering": ["order", "code"],
                    },
                ),
                migrations.CreateModel(
                    name="Department",
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
                        ("name", models.CharField(max_length=80, verbose_name="部门名称")),
                        (
                            "telephone",
                            models.CharField(blank=True, max_length=40, verbose_name="值班电话"),
                        ),
                        (
                            "address",
                            models.CharField(blank=True, max_length=200, verbose_name="地址"),
                        ),
                        ("is_active", models.BooleanField(default=True, verbose_name="启用")),
                        (
                            "organisation",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="departments",
                                to="accounts.organisation",
                                verbose_name="单位",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "部门",
                        "verbose_name_plural": "部门",
                        "ordering": ["organisation", "name"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("organisation", "name"),
                                name="registry_department_once",
                                violation_error_message="该单位已有同名部门",
                            )
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
                        ("name", models.CharField(max_length=40, verbose_name="姓名")),
                        ("post", models.CharField(blank=True, max_length=60, verbose_name="职务")),
                        (
                            "telephone",
                            models.CharField(blank=True, max_length=40, verbose_name="办公电话"),
                        ),
                        (
                            "mobile",
                            models.CharField(blank=True, max_length=40, verbose_name="手机"),
                        ),
                        ("is_first", models.BooleanField(default=False, verbose_name="首要联系人")),
                        (
                            "certificate",
                            models.CharField(blank=True, max_length=40, verbose_name="执法证号"),
                        ),
                        (
                            "certificate_until",
                            models.DateField(blank=True, null=True, verbose_name="执法证有效期至"),
                        ),
                        ("note", models.CharField(blank=True, max_length=200, verbose_name="备注")),
                        (
                            "department",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="contacts",
                                to="registry.department",
                                verbose_name="部门",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "联系人",
                        "verbose_name_plural": "联系人",
                        "ordering": ["department", "-is_first", "name", "id"],
                        "indexes": [
                            models.Index(
                                fields=["department", "name"], name="registry_contact_name"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="DeviceState",
                    fields=[
                        (
                            "device",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.CASCADE,
                                primary_key=True,
                                related_name="state",
                                serialize=False,
                                to="registry.device",
                                verbose_name="设备",
                            ),
                        ),
                        (
                            "connected",
                            models.BooleanField(db_index=True, default=False, verbose_name="在线"),
                        ),
                        (
                            "gateway",
                            models.CharField(
                                blank=True, db_index=True, max_length=40, verbose_name="网关"
                            ),
                        ),
                        (
                            "address",
                            models.GenericIPAddressField(
                                blank=True, null=True, verbose_name="来源地址"
                            ),
                        ),
                        (
                            "connected_at",
                            models.DateTimeField(blank=True, null=True, verbose_name="上线时间"),
                        ),
                        (
                            "dropped_at",
                            models.DateTimeField(blank=True, null=True, verbose_name="断开时间"),
                        ),
                        (
                            "drop_reason",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("", "未断开"),
                                    ("closed", "设备主动断开"),
                                    ("reset", "连接被重置"),
                                    ("time_out", "超时无数据（半开连接）"),
                                    ("replaced", "被新连接替代"),
                                    ("server", "平台主动断开"),
                                ],
                                max_length=10,
                                verbose_name="断开原因",
                            ),
                        ),
                        (
                            "last_seen",
                            models.DateTimeField(
                                blank=True, db_index=True, null=True, verbose_name="最后通信时间"
                            ),
                        ),
                        (
                            "last_packet_at",
                            models.DateTimeField(
                                blank=True, null=True, verbose_name="最后有效报文时间"
                            ),
                        ),
                        (
                            "last_data_time",
                            models.DateTimeField(
                                blank=True, null=True, verbose_name="最新数据时间"
                            ),
                        ),
                        (
                            "delay_s",
                            models.FloatField(blank=True, null=True, verbose_name="数据延迟（秒）"),
                        ),
                        (
                            "clock_offset_s",
                            models.FloatField(blank=True, null=True, verbose_name="时钟偏差（秒）"),
                        ),
                        (
                            "counters",
                            models.JSONField(blank=True, default=dict, verbose_name="计数"),
                        ),
                        (
                            "quirks",
                            models.JSONField(blank=True, default=dict, verbose_name="不规范项计数"),
                        ),
                    ],
                    options={
                        "verbose_name": "设备状态",
                        "verbose_name_plural": "设备状态",
                    },
                ),
                migrations.CreateModel(
                    name="CodeMapping",
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
                        ("wire_code", models.CharField(max_length=20, verbose_name="上传编码")),
                        ("factor", models.CharField(max_length=20, verbose_name="因子编码")),
                        (
                            "scale",
                            models.DecimalField(
                                decimal_places=9,
                                default=Decimal("1"),
                                max_digits=18,
                                verbose_name="换算系数",
                            ),
                        ),
                        ("note", models.CharField(blank=True, max_length=200, verbose_name="说明")),
                        (
                            "device",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="code_mappings",
                                to="registry.device",
                                verbose_name="设备",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "编码映射",
                        "verbose_name_plural": "编码映射",
                        "ordering": ["device", "wire_code"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("device", "wire_code"),
                                name="registry_mapping_once",
                                violation_error_message="该设备已有此编码的映射",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("scale", 0), _negated=True),
                                name="registry_mapping_scale_not_zero",
                                violation_error_message="换算系数不能为 0",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="DeviceCommand",
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
                            "command_code",
                            models.CharField(max_length=4, verbose_name="命令编码 CN"),
                        ),
                        (
                            "parameters",
                            models.JSONField(blank=True, default=dict, verbose_name="命令参数"),
                        ),
                        (
                            "sealed",
                            models.TextField(blank=True, editable=False, verbose_name="加密参数"),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("awaiting_approval", "待复核"),
                                    ("queued", "待发送"),
                                    ("sent", "已发送"),
                                    ("accepted", "设备已受理"),
                                    ("refused", "设备拒绝"),
                                    ("done", "执行成功"),
                                    ("failed", "执行失败"),
                                    ("timed_out", "超时"),
                                    ("withdrawn", "已撤回"),
                                ],
                                max_length=20,
                                verbose_name="状态",
                            ),
                        ),
                        ("requested_at", models.DateTimeField(verbose_name="申请时间")),
                        (
                            "approved_at",
                            models.DateTimeField(blank=True, null=True, verbose_name="复核时间"),
                        ),
                        (
                            "sent_at",
                            models.DateTimeField(blank=True, null=True, verbose_name="发送时间"),
                        ),
                        (
                            "answered_at",
                            models.DateTimeField(blank=True, null=True, verbose_name="应答时间"),
                        ),
                        (
                            "finished_at",
                            models.DateTimeField(blank=True, null=True, verbose_name="结束时间"),
                        ),
                        (
                            "answer_code",
                            models.PositiveSmallIntegerField(
                                blank=True, null=True, verbose_name="请求应答 QnRtn"
                            ),
                        ),
                        (
                            "result_code",
                            models.PositiveSmallIntegerField(
                                blank=True, null=True, verbose_name="执行结果 ExeRtn"
                            ),
                        ),
                        (
                            "result_text",
                            models.CharField(blank=True, max_length=500, verbose_name="结果说明"),
                        ),
                        (
                            "request_id",
                            models.CharField(blank=True, max_length=20, verbose_name="请求编码 QN"),
                        ),
                        (
                            "approved_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="commands_approved",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="复核人",
                            ),
                        ),
                        (
                            "device",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="commands",
                                to="registry.device",
                                verbose_name="设备",
                            ),
                        ),
                        (
                            "requested_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="commands_requested",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="申请人",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "反控命令",
                        "verbose_name_plural": "反控命令",
                        "ordering": ["-requested_at", "-id"],
                        "indexes": [
                            models.Index(
                                fields=["state", "requested_at"], name="registry_command_queue"
                            ),
                            models.Index(
                                fields=["device", "-requested_at"], name="registry_command_device"
                            ),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "state__in",
                                        [
                                            "accepted",
                                            "awaiting_approval",
                                            "done",
                                            "failed",
                                            "queued",
                                            "refused",
                                            "sent",
                                            "timed_out",
                                            "withdrawn",
                                        ],
                                    )
                                ),
                                name="registry_command_state_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("approved_by__isnull", True),
                                    ("requested_by__isnull", True),
                                    models.Q(
                                        ("approved_by", models.F("requested_by")), _negated=True
                                    ),
                                    _connector="OR",
                                ),
                                name="registry_command_two_people",
                                violation_error_message="复核人不能是申请人本人",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("request_id", ""), _negated=True),
                                fields=("device", "request_id"),
                                name="registry_command_request_id_once",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("finished_at__isnull", True),
                                        (
                                            "state__in",
                                            ("awaiting_approval", "queued", "sent", "accepted"),
                                        ),
                                    ),
                                    models.Q(
                                        models.Q(
                                            (
                                                "state__in",
                                                ("awaiting_approval", "queued", "sent", "accepted"),
                                            ),
                                            _negated=True,
                                        ),
                                        ("finished_at__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="registry_command_finished_when_over",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="DirectoryVersion",
                    fields=[
                        (
                            "id",
                            models.PositiveSmallIntegerField(
                                default=1, primary_key=True, serialize=False
                            ),
                        ),
                        ("number", models.PositiveBigIntegerField(default=0, verbose_name="版本")),
                    ],
                    options={
                        "verbose_name": "设备目录版本",
                        "verbose_name_plural": "设备目录版本",
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("id", 1)), name="registry_directory_one_row"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Duty",
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
                            "matter",
                            models.CharField(db_index=True, max_length=60, verbose_name="事项类别"),
                        ),
                        (
                            "part",
                            models.CharField(
                                choices=[
                                    ("lead", "牵头"),
                                    ("assist", "配合"),
                                    ("territory", "属地"),
                                ],
                                max_length=10,
                                verbose_name="分工",
                            ),
                        ),
                        (
                            "content",
                            models.CharField(blank=True, max_length=500, verbose_name="职责内容"),
                        ),
                        (
                            "basis",
                            models.CharField(blank=True, max_length=200, verbose_name="依据"),
                        ),
                        ("start", models.DateField(blank=True, null=True, verbose_name="开始日期")),
                        ("end", models.DateField(blank=True, null=True, verbose_name="结束日期")),
                        (
                            "department",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="duties",
                                to="registry.department",
                                verbose_name="部门",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "部门职责",
                        "verbose_name_plural": "部门职责",
                        "ordering": ["matter", "part", "department"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("part__in", ["assist", "lead", "territory"])),
                                name="registry_duty_part_known",
                            ),
                            models.UniqueConstraint(
                                fields=("department", "matter", "part"),
                                name="registry_duty_once",
                                violation_error_message="该部门已有此事项的同一分工",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("start__isnull", True),
                                    ("end__isnull", True),
                                    ("end__gt", models.F("start")),
                                    _connector="OR",
                                ),
                                name="registry_duty_ends_after_start",
                                violation_error_message="结束日期必须晚于开始日期",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Enterprise",
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
                            "name",
                            models.CharField(
                                db_index=True, max_length=120, verbose_name="单位名称"
                            ),
                        ),
                        (
                            "credit_code",
                            models.CharField(
                                blank=True, max_length=120, verbose_name="统一社会信用代码（原文）"
                            ),
                        ),
                        (
                            "credit_code_clean",
                            models.CharField(
                                blank=True,
                                db_index=True,
                                editable=False,
                                max_length=18,
                                verbose_name="统一社会信用代码",
                            ),
                        ),
                        (
                            "credit_code_state",
                            models.CharField(
                                choices=[
                                    ("valid", "有效"),
                                    ("cleaned", "清理后有效"),
                                    ("wrong_check", "校验码不符"),
                                    ("wrong_form", "格式不符"),
                                    ("missing", "缺失"),
                                ],
                                db_index=True,
                                default="missing",
                                editable=False,
                                max_length=12,
                                verbose_name="信用代码状态",
                            ),
                        ),
                        (
                            "industry",
                            models.CharField(
                                blank=True, db_index=True, max_length=80, verbose_name="行业"
                            ),
                        ),
                        (
                            "address",
                            models.CharField(blank=True, max_length=200, verbose_name="地址"),
                        ),
                        (
                            "longitude",
                            models.FloatField(blank=True, null=True, verbose_name="经度"),
                        ),
                        ("latitude", models.FloatField(blank=True, null=True, verbose_name="纬度")),
                        (
                            "datum",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("CGCS2000", "CGCS2000"),
                                    ("WGS-84", "WGS-84"),
                                    ("GCJ-02", "GCJ-02"),
                                    ("BD-09", "BD-09"),
                                ],
                                max_length=8,
                                verbose_name="来源坐标系",
                            ),
                        ),
                        ("is_key", models.BooleanField(default=False, verbose_name="重点单位")),
                        (
                            "district",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="enterprises",
                                to="accounts.district",
                                verbose_name="行政区划",
                            ),
                        ),
                        (
                            "people",
                            models.ManyToManyField(
                                related_name="enterprises",
                                through="registry.EnterprisePerson",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="企业人员",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "企业",
                        "verbose_name_plural": "企业",
                        "ordering": ["district", "name", "id"],
                        "indexes": [
                            models.Index(
                                fields=["district", "name", "id"], name="registry_enterprise_list"
                            ),
                            models.Index(
                                fields=["is_key", "district"], name="registry_enterprise_key"
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="DischargePermit",
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
                            "number",
                            models.CharField(
                                blank=True, max_length=120, verbose_name="许可证编号（原文）"
                            ),
                        ),
                        (
                            "number_clean",
                            models.CharField(
                                blank=True, editable=False, max_length=22, verbose_name="许可证编号"
                            ),
                        ),
                        (
                            "number_state",
                            models.CharField(
                                choices=[
                                    ("valid", "符合规则"),
                                    ("cleaned", "清理后符合"),
                                    ("other_unit", "与信用代码不一致"),
                                    ("wrong_form", "格式不符"),
                                    ("missing", "缺失"),
                                ],
                                db_index=True,
                                default="missing",
                                editable=False,
                                max_length=12,
                                verbose_name="编号状态",
                            ),
                        ),
                        (
                            "management",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("key", "重点管理"),
                                    ("simple", "简化管理"),
                                    ("registration", "登记管理"),
                                ],
                                max_length=12,
                                verbose_name="管理类别",
                            ),
                        ),
                        (
                            "authority",
                            models.CharField(blank=True, max_length=120, verbose_name="发证机关"),
                        ),
                        (
                            "issued",
                            models.DateField(blank=True, null=True, verbose_name="发证日期"),
                        ),
                        ("start", models.DateField(blank=True, null=True, verbose_name="有效期起")),
                        (
                            "end",
                            models.DateField(
                                blank=True,
                                db_index=True,
                                null=True,
                                verbose_name="有效期止（不含）",
                            ),
                        ),
                        (
                            "cancelled",
                            models.DateField(
                                blank=True, null=True, verbose_name="注销（撤销）日期"
                            ),
                        ),
                        ("note", models.CharField(blank=True, max_length=300, verbose_name="备注")),
                        (
                            "enterprise",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="permits",
                                to="registry.enterprise",
                                verbose_name="企业",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "排污许可证",
                        "verbose_name_plural": "排污许可证",
                        "ordering": ["enterprise", "-start", "-id"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("start__isnull", True),
                                    ("end__isnull", True),
                                    ("end__gt", models.F("start")),
                                    _connector="OR",
                                ),
                                name="registry_permit_ends_after_start",
                                violation_error_message="有效期止必须晚于有效期起",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="CheckListEntry",
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
                            "grade",
                            models.CharField(
                                choices=[
                                    ("key", "重点排污单位"),
                                    ("special", "特殊监管对象"),
                                    ("general", "一般排污单位"),
                                ],
                                max_length=8,
                                verbose_name="抽查类别",
                            ),
                        ),
                        ("start", models.DateField(verbose_name="列入日期")),
                        ("end", models.DateField(blank=True, null=True, verbose_name="移出日期")),
                        (
                            "reason",
                            models.CharField(blank=True, max_length=200, verbose_name="列入原因"),
                        ),
                        (
                            "end_reason",
                            models.CharField(blank=True, max_length=200, verbose_name="移出原因"),
                        ),
                        (
                            "enterprise",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="check_list_entries",
                                to="registry.enterprise",
                                verbose_name="企业",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "随机抽查对象",
                        "verbose_name_plural": "随机抽查对象",
                        "ordering": ["enterprise", "-start"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("grade__in", ["general", "key", "special"])),
                                name="registry_check_grade_known",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("end__isnull", True)),
                                fields=("enterprise",),
                                name="registry_check_open_once",
                                violation_error_message="该企业已在清单中",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("end__isnull", True),
                                    ("end__gt", models.F("start")),
                                    _connector="OR",
                                ),
                                name="registry_check_ends_after_start",
                                violation_error_message="移出日期必须晚于列入日期",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="EnterpriseOperator",
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
                        ("start", models.DateField(verbose_name="开始日期")),
                        ("end", models.DateField(blank=True, null=True, verbose_name="结束日期")),
                        (
                            "enterprise",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="operator_links",
                                to="registry.enterprise",
                                verbose_name="企业",
                            ),
                        ),
                        (
                            "organisation",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="served_links",
                                to="accounts.organisation",
                                verbose_name="运维单位",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "运维关系",
                        "verbose_name_plural": "运维关系",
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("end__isnull", True)),
                                fields=("enterprise", "organisation"),
                                name="registry_operator_open_once",
                                violation_error_message="该运维单位正在服务此企业",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("end__isnull", True),
                                    ("end__gt", models.F("start")),
                                    _connector="OR",
                                ),
                                name="registry_operator_ends_after_start",
                                violation_error_message="结束日期必须晚于开始日期",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="EnterprisePerson",
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
                            "enterprise",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="person_links",
                                to="registry.enterprise",
                                verbose_name="企业",
                            ),
                        ),
                        (
                            "user",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="enterprise_links",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="用户",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "企业人员",
                        "verbose_name_plural": "企业人员",
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("user", "enterprise"),
                                name="registry_enterprise_person_once",
                                violation_error_message="该用户已是此企业人员",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="GatewayCounter",
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
                        ("gateway", models.CharField(max_length=40, verbose_name="网关")),
                        ("day", models.DateField(verbose_name="日期")),
                        ("key", models.CharField(max_length=60, verbose_name="计数项")),
                        ("value", models.BigIntegerField(default=0, verbose_name="数量")),
                    ],
                    options={
                        "verbose_name": "网关计数",
                        "verbose_name_plural": "网关计数",
                        "ordering": ["-day", "gateway", "key"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("gateway", "day", "key"),
                                name="registry_gateway_counter_once",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ImportRun",
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
                        ("sheet", models.CharField(max_length=20, verbose_name="数据表")),
                        ("file", models.FileField(upload_to="imports/%Y/%m", verbose_name="文件")),
                        ("file_name", models.CharField(max_length=200, verbose_name="文件名")),
                        (
                            "file_hash",
                            models.CharField(
                                db_index=True, max_length=64, verbose_name="文件指纹 SHA-256"
                            ),
                        ),
                        (
                            "file_form",
                            models.CharField(blank=True, max_length=20, verbose_name="文件格式"),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("mapping", "待对应列"),
                                    ("checking", "核对中"),
                                    ("checked", "待确认"),
                                    ("writing", "导入中"),
                                    ("done", "已导入"),
                                    ("undoing", "撤销中"),
                                    ("undone", "已撤销"),
                                    ("failed", "未成功"),
                                    ("discarded", "已放弃"),
                                ],
                                default="mapping",
                                max_length=10,
                                verbose_name="状态",
                            ),
                        ),
                        (
                            "header_line",
                            models.PositiveIntegerField(default=1, verbose_name="表头行"),
                        ),
                        (
                            "mapping",
                            models.JSONField(blank=True, default=dict, verbose_name="列对应"),
                        ),
                        (
                            "datum",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("CGCS2000", "CGCS2000"),
                                    ("WGS-84", "WGS-84"),
                                    ("GCJ-02", "GCJ-02"),
                                    ("BD-09", "BD-09"),
                                ],
                                max_length=8,
                                verbose_name="来源坐标系",
                            ),
                        ),
                        ("counts", models.JSONField(blank=True, default=dict, verbose_name="计数")),
                        (
                            "findings",
                            models.BinaryField(blank=True, null=True, verbose_name="核对发现"),
                        ),
                        (
                            "plan_digest",
                            models.CharField(blank=True, max_length=32, verbose_name="方案指纹"),
                        ),
                        (
                            "undo_note",
                            models.BinaryField(blank=True, null=True, verbose_name="撤销依据"),
                        ),
                        ("problem", models.TextField(blank=True, verbose_name="未成功原因")),
                        ("at", models.DateTimeField(db_index=True, verbose_name="上传时间")),
                        (
                            "done_at",
                            models.DateTimeField(blank=True, null=True, verbose_name="导入时间"),
                        ),
                        (
                            "undone_at",
                            models.DateTimeField(blank=True, null=True, verbose_name="撤销时间"),
                        ),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="imports",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="导入人",
                            ),
                        ),
                        (
                            "district",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="accounts.district",
                                verbose_name="范围",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "导入批次",
                        "verbose_name_plural": "导入批次",
                        "ordering": ["-at", "-id"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "state__in",
                                        [
                                            "checked",
                                            "checking",
                                            "discarded",
                                            "done",
                                            "failed",
                                            "mapping",
                                            "undoing",
                                            "undone",
                                            "writing",
                                        ],
                                    )
                                ),
                                name="registry_import_state_known",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="InterfaceState",
                    fields=[
                        (
                            "interface",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.CASCADE,
                                primary_key=True,
                                related_name="state",
                                serialize=False,
                                to="registry.interface",
                                verbose_name="接口",
                            ),
                        ),
                        (
                            "cursor",
                            models.CharField(blank=True, max_length=80, verbose_name="读取位置"),
                        ),
                        (
                            "running_since",
                            models.DateTimeField(blank=True, null=True, verbose_name="本次开始"),
                        ),
                        (
                            "next_at",
                            models.DateTimeField(
                                blank=True, db_index=True, null=True, verbose_name="下次运行"
                            ),
                        ),
                        (
                            "last_success",
                            models.DateTimeField(blank=True, null=True, verbose_name="最近成功"),
                        ),
                        (
                            "last_data_time",
                            models.DateTimeField(
                                blank=True, null=True, verbose_name="最新数据时间"
                            ),
                        ),
                        (
                            "failures",
                            models.PositiveIntegerField(default=0, verbose_name="连续失败"),
                        ),
                        (
                            "problem",
                            models.CharField(blank=True, max_length=500, verbose_name="未成功原因"),
                        ),
                        (
                            "helps_again",
                            models.BooleanField(default=True, verbose_name="重试可能成功"),
                        ),
                    ],
                    options={
                        "verbose_name": "接口运行状态",
                        "verbose_name_plural": "接口运行状态",
                    },
                ),
                migrations.CreateModel(
                    name="InterfaceRun",
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
                        ("started_at", models.DateTimeField(verbose_name="开始时间")),
                        ("ended_at", models.DateTimeField(verbose_name="结束时间")),
                        (
                            "outcome",
                            models.CharField(
                                choices=[
                                    ("succeeded", "成功"),
                                    ("doubtful", "部分未收"),
                                    ("failed", "失败"),
                                ],
                                max_length=10,
                                verbose_name="结果",
                            ),
                        ),
                        (
                            "span_start",
                            models.DateTimeField(blank=True, null=True, verbose_name="读取时段起"),
                        ),
                        (
                            "span_end",
                            models.DateTimeField(blank=True, null=True, verbose_name="读取时段止"),
                        ),
                        ("counts", models.JSONField(blank=True, default=dict, verbose_name="计数")),
                        (
                            "doubts",
                            models.JSONField(blank=True, default=list, verbose_name="未收说明"),
                        ),
                        (
                            "problem",
                            models.CharField(blank=True, max_length=500, verbose_name="未成功原因"),
                        ),
                        (
                            "helps_again",
                            models.BooleanField(default=True, verbose_name="重试可能成功"),
                        ),
                        (
                            "by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="手动运行人",
                            ),
                        ),
                        (
                            "interface",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="runs",
                                to="registry.interface",
                                verbose_name="接口",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "接口运行记录",
                        "verbose_name_plural": "接口运行记录",
                        "ordering": ["-started_at", "-id"],
                        "indexes": [
                            models.Index(
                                fields=["interface", "-started_at"], name="registry_interface_runs"
                            )
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("outcome__in", ["doubtful", "failed", "succeeded"])
                                ),
                                name="registry_interface_run_outcome_known",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="KeyListEntry",
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
                        ("year", models.PositiveSmallIntegerField(verbose_name="名录年度")),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("water", "水环境重点排污单位"),
                                    ("air", "大气环境重点排污单位"),
                                    ("noise", "噪声重点排污单位"),
                                    ("groundwater", "地下水污染防治重点排污单位"),
                                    ("soil", "土壤污染重点监管单位"),
                                    ("risk", "环境风险重点管控单位"),
                                ],
                                max_length=12,
                                verbose_name="名录类别",
                            ),
                        ),
                        ("start", models.DateField(verbose_name="列入日期")),
                        ("end", models.DateField(blank=True, null=True, verbose_name="移出日期")),
                        (
                            "reason",
                            models.CharField(blank=True, max_length=200, verbose_name="列入原因"),
                        ),
                        (
                            "end_reason",
                            models.CharField(blank=True, max_length=200, verbose_name="移出原因"),
                        ),
                        (
                            "enterprise",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="key_list_entries",
                                to="registry.enterprise",
                                verbose_name="企业",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "重点单位名录记录",
                        "verbose_name_plural": "重点单位名录记录",
                        "ordering": ["enterprise", "kind", "start"],
                        "indexes": [
                            models.Index(
                                fields=["kind", "start", "end"], name="registry_key_list_days"
                            )
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "kind__in",
                                        ["air", "groundwater", "noise", "risk", "soil", "water"],
                                    )
                                ),
                                name="registry_key_list_kind_known",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("end__isnull", True)),
                                fields=("enterprise", "kind"),
                                name="registry_key_list_open_once",
                                violation_error_message="该企业已在此名录中",
                            ),
                            models.UniqueConstraint(
                                fields=("enterprise", "kind", "start"),
                                name="registry_key_list_start_once",
                                violation_error_message="该企业同日已有此名录记录",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("end__isnull", True),
                                    ("end__gt", models.F("start")),
                                    _connector="OR",
                                ),
                                name="registry_key_list_ends_after_start",
                                violation_error_message="移出日期必须晚于列入日期",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="LinkGap",
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
                        ("start", models.DateTimeField(verbose_name="中断开始")),
                        (
                            "end",
                            models.DateTimeField(blank=True, null=True, verbose_name="恢复时间"),
                        ),
                        (
                            "cause",
                            models.CharField(
                                choices=[
                                    ("station", "站端（设备、供电）"),
                                    ("link", "通信链路"),
                                    ("platform", "平台"),
                                    ("unknown", "尚无法判断"),
                                ],
                                max_length=10,
                                verbose_name="原因判断",
                            ),
                        ),
                        ("because", models.CharField(max_length=300, verbose_name="判断依据")),
                        (
                            "device",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="link_gaps",
                                to="registry.device",
                                verbose_name="设备",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "通信中断",
                        "verbose_name_plural": "通信中断",
                        "ordering": ["-start", "device"],
                        "indexes": [
                            models.Index(
                                fields=["device", "-start"], name="registry_link_gap_device"
                            )
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("end__isnull", True)),
                                fields=("device",),
                                name="registry_link_gap_open_once",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("end__isnull", True),
                                    ("end__gte", models.F("start")),
                                    _connector="OR",
                                ),
                                name="registry_link_gap_ends_after_start",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="MonitoringPoint",
                    fields=[
                        ("id", models.AutoField(primary_key=True, serialize=False)),
                        ("name", models.CharField(max_length=120, verbose_name="名称")),
                        (
                            "medium",
                            models.CharField(
                                choices=[
                                    ("air", "环境空气"),
                                    ("weather", "气象"),
                                    ("surface_water", "地表水"),
                                    ("water", "废水"),
                                    ("gas", "废气"),
                                    ("voc", "挥发性有机物"),
                                    ("noise", "噪声"),
                                    ("dust", "扬尘"),
                                    ("condition", "工况（用电）"),
                                    ("other", "其他"),
                                ],
                                max_length=16,
                                verbose_name="监测类别",
                            ),
                        ),
                        ("is_active", models.BooleanField(default=True, verbose_name="启用")),
                        (
                            "district",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="points",
                                to="accounts.district",
                                verbose_name="行政区划",
                            ),
                        ),
                        (
                            "outlet",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="points",
                                to="registry.outlet",
                                verbose_name="排放口",
                            ),
                        ),
                        (
                            "station",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="points",
                                to="registry.station",
                                verbose_name="站点",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "监测点",
                        "verbose_name_plural": "监测点",
                        "ordering": ["district", "name", "id"],
                        "indexes": [
                            models.Index(
                                fields=["district", "name", "id"], name="registry_point_list"
                            ),
                            models.Index(
                                fields=["medium", "district"], name="registry_point_medium"
                            ),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "medium__in",
                                        [
                                            "air",
                                            "condition",
                                            "dust",
                                            "gas",
                                            "noise",
                                            "other",
                                            "surface_water",
                                            "voc",
                                            "water",
                                            "weather",
                                        ],
                                    )
                                ),
                                name="registry_point_medium_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("outlet__isnull", False), ("station__isnull", True)),
                                    models.Q(("outlet__isnull", True), ("station__isnull", False)),
                                    _connector="OR",
                                ),
                                name="registry_point_outlet_or_station",
                                violation_error_message="监测点必须且只能属于一个排放口或一个站点",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="DeviceAssignment",
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
                            "system_code",
                            models.CharField(blank=True, max_length=4, verbose_name="系统编码 ST"),
                        ),
                        ("start", models.DateTimeField(verbose_name="开始时间")),
                        (
                            "end",
                            models.DateTimeField(blank=True, null=True, verbose_name="结束时间"),
                        ),
                        (
                            "device",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="assignments",
                                to="registry.device",
                                verbose_name="设备",
                            ),
                        ),
                        (
                            "point",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="assignments",
                                to="registry.monitoringpoint",
                                verbose_name="监测点",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "设备关联",
                        "verbose_name_plural": "设备关联",
                        "ordering": ["device", "system_code", "start"],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("end__isnull", True)),
                                fields=("device", "system_code"),
                                name="registry_assignment_open_once",
                                violation_error_message="该设备（系统编码）已关联监测点",
                            ),
                            models.UniqueConstraint(
                                fields=("device", "system_code", "start"),
                                name="registry_assignment_start_once",
                                violation_error_message="该设备（系统编码）同一时间已有关联",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("end__isnull", True),
                                    ("end__gt", models.F("start")),
                                    _connector="OR",
                                ),
                                name="registry_assignment_ends_after_start",
                                violation_error_message="结束时间必须晚于开始时间",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Outlet",
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
                        ("name", models.CharField(max_length=80, verbose_name="名称")),
                        (
                            "code",
                            models.CharField(blank=True, max_length=40, verbose_name="排放口编号"),
                        ),
                        (
                            "medium",
                            models.CharField(
                                choices=[
                                    ("air", "环境空气"),
                                    ("weather", "气象"),
                                    ("surface_water", "地表水"),
                                    ("water", "废水"),
                                    ("gas", "废气"),
                                    ("voc", "挥发性有机物"),
                                    ("noise", "噪声"),
                                    ("dust", "扬尘"),
                                    ("condition", "工况（用电）"),
                                    ("other", "其他"),
                                ],
                                max_length=16,
                                verbose_name="监测类别",
                            ),
                        ),
                        (
                            "longitude",
                            models.FloatField(blank=True, null=True, verbose_name="经度"),
                        ),
                        ("latitude", models.FloatField(blank=True, null=True, verbose_name="纬度")),
                        (
                            "datum",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("CGCS2000", "CGCS2000"),
                                    ("WGS-84", "WGS-84"),
                                    ("GCJ-02", "GCJ-02"),
                                    ("BD-09", "BD-09"),
                                ],
                                max_length=8,
                                verbose_name="来源坐标系",
                            ),
                        ),
                        (
                            "enterprise",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="outlets",
                                to="registry.enterprise",
                                verbose_name="企业",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "排放口",
                        "verbose_name_plural": "排放口",
                        "ordering": ["enterprise", "code", "id"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "medium__in",
                                        [
                                            "air",
                                            "condition",
                                            "dust",
                                            "gas",
                                            "noise",
                                            "other",
                                            "surface_water",
                                            "voc",
                                            "water",
                                            "weather",
                                        ],
                                    )
                                ),
                                name="registry_outlet_medium_known",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("code", ""), _negated=True),
                                fields=("enterprise", "code"),
                                name="registry_outlet_code_once",
                                violation_error_message="该企业已有相同编号的排放口",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="PermitLimit",
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
                            "outlet_name",
                            models.CharField(max_length=120, verbose_name="排放口（原文）"),
                        ),
                        ("pollutant", models.CharField(max_length=80, verbose_name="污染物")),
                        (
                            "factor",
                            models.CharField(blank=True, max_length=20, verbose_name="因子编码"),
                        ),
                        (
                            "averaging",
                            models.CharField(
                                choices=[
                                    ("hour", "小时"),
                                    ("day", "日"),
                                    ("month", "月"),
                                    ("year", "年"),
                                    ("unstated", "未注明"),
                                ],
                                default="unstated",
                                max_length=10,
                                verbose_name="限值类型",
                            ),
                        ),
                        (
                            "upper",
                            models.DecimalField(
                                blank=True,
                                decimal_places=6,
                                max_digits=20,
                                null=True,
                                verbose_name="许可浓度上限",
                            ),
                        ),
                        ("unit", models.CharField(blank=True, max_length=24, verbose_name="单位")),
                        (
                            "tonnes_a_year",
                            models.DecimalField(
                                blank=True,
                                decimal_places=6,
                                max_digits=20,
                                null=True,
                                verbose_name="年许可排放量（吨/年）",
                            ),
                        ),
                        (
                            "source",
                            models.CharField(blank=True, max_length=200, verbose_name="执行标准"),
                        ),
                        (
                            "outlet",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="permit_limits",
                                to="registry.outlet",
                                verbose_name="排放口",
                            ),
                        ),
                        (
                            "permit",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="limits",
                                to="registry.dischargepermit",
                                verbose_name="排污许可证",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "许可排放限值",
                        "verbose_name_plural": "许可排放限值",
                        "ordering": ["permit", "outlet_name", "pollutant", "averaging"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("averaging__in", ["day", "hour", "month", "unstated", "year"])
                                ),
                                name="registry_permit_averaging_known",
                            ),
                            models.UniqueConstraint(
                                fields=(
                                    "permit",
                                    "outlet_name",
                                    "pollutant",
                                    "averaging",
                                    "source",
                                ),
                                name="registry_permit_limit_once",
                                violation_error_message="该许可证已有此限值",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="PointFactor",
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
                        ("factor", models.CharField(max_length=20, verbose_name="因子编码")),
                        ("name_zh", models.CharField(max_length=60, verbose_name="因子名称")),
                        ("unit", models.CharField(blank=True, max_length=24, verbose_name="单位")),
                        (
                            "decimals",
                            models.PositiveSmallIntegerField(default=2, verbose_name="小数位数"),
                        ),
                        (
                            "minimum",
                            models.FloatField(blank=True, null=True, verbose_name="量程下限"),
                        ),
                        (
                            "maximum",
                            models.FloatField(blank=True, null=True, verbose_name="量程上限"),
                        ),
                        ("order", models.PositiveSmallIntegerField(default=0, verbose_name="排序")),
                        (
                            "point",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="factors",
                                to="registry.monitoringpoint",
                                verbose_name="监测点",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "监测因子",
                        "verbose_name_plural": "监测因子",
                        "ordering": ["point", "order", "factor"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("point", "factor"),
                                name="registry_point_factor_once",
                                violation_error_message="该监测点已有此因子",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("minimum__isnull", True),
                                    ("maximum__isnull", True),
                                    ("maximum__gt", models.F("minimum")),
                                    _connector="OR",
                                ),
                                name="registry_point_factor_range_rises",
                                violation_error_message="量程上限必须大于下限",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("decimals__lte", 10)),
                                name="registry_point_factor_few_decimals",
                                violation_error_message="小数位数不能超过 10",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="FactorLimit",
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
                            "averaging",
                            models.CharField(
                                choices=[
                                    ("realtime", "实时"),
                                    ("minute", "分钟"),
                                    ("hour", "小时"),
                                    ("day", "日"),
                                ],
                                max_length=10,
                                verbose_name="数据类型",
                            ),
                        ),
                        (
                            "upper",
                            models.DecimalField(
                                blank=True,
                                decimal_places=6,
                                max_digits=20,
                                null=True,
                                verbose_name="上限",
                            ),
                        ),
                        (
                            "lower",
                            models.DecimalField(
                                blank=True,
                                decimal_places=6,
                                max_digits=20,
                                null=True,
                                verbose_name="下限",
                            ),
                        ),
                        ("source", models.CharField(max_length=200, verbose_name="限值依据")),
                        ("start", models.DateField(verbose_name="执行日期")),
                        ("end", models.DateField(blank=True, null=True, verbose_name="停止日期")),
                        (
                            "point_factor",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="limits",
                                to="registry.pointfactor",
                                verbose_name="监测因子",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "限值",
                        "verbose_name_plural": "限值",
                        "ordering": ["point_factor", "averaging", "start"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("averaging__in", ["day", "hour", "minute", "realtime"])
                                ),
                                name="registry_limit_averaging_known",
                            ),
                            models.UniqueConstraint(
                                fields=("point_factor", "averaging", "source", "start"),
                                name="registry_limit_once",
                                violation_error_message="该限值已存在",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("upper__isnull", False),
                                    ("lower__isnull", False),
                                    _connector="OR",
                                ),
                                name="registry_limit_says_something",
                                violation_error_message="上限和下限至少填写一项",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("upper__isnull", True),
                                    ("lower__isnull", True),
                                    ("upper__gt", models.F("lower")),
                                    _connector="OR",
                                ),
                                name="registry_limit_rises",
                                violation_error_message="上限必须大于下限",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("end__isnull", True),
                                    ("end__gt", models.F("start")),
                                    _connector="OR",
                                ),
                                name="registry_limit_ends_after_start",
                                violation_error_message="停止日期必须晚于执行日期",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="PushSource",
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
                        ("name", models.CharField(max_length=80, unique=True, verbose_name="名称")),
                        (
                            "key_hash",
                            models.CharField(
                                editable=False,
                                max_length=64,
                                unique=True,
                                verbose_name="密钥（密文）",
                            ),
                        ),
                        ("is_active", models.BooleanField(default=True, verbose_name="启用")),
                        ("created_at", models.DateTimeField(verbose_name="创建时间")),
                        (
                            "points",
                            models.ManyToManyField(
                                blank=True,
                                related_name="push_sources",
                                to="registry.monitoringpoint",
                                verbose_name="允许的监测点",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "推送来源",
                        "verbose_name_plural": "推送来源",
                        "ordering": ["name"],
                    },
                ),
                migrations.CreateModel(
                    name="QuarantinedDevice",
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
                            "mn",
                            models.CharField(
                                max_length=40, unique=True, verbose_name="设备唯一标识 MN"
                            ),
                        ),
                        ("first_seen", models.DateTimeField(verbose_name="首次出现")),
                        ("last_seen", models.DateTimeField(db_index=True, verbose_name="最近出现")),
                        ("count", models.PositiveBigIntegerField(default=0, verbose_name="报文数")),
                        (
                            "address",
                            models.GenericIPAddressField(
                                blank=True, null=True, verbose_name="来源地址"
                            ),
                        ),
                        (
                            "sample",
                            models.TextField(blank=True, verbose_name="报文样本（密码已隐去）"),
                        ),
                        (
                            "password_hash",
                            models.CharField(
                                blank=True,
                                editable=False,
                                max_length=64,
                                verbose_name="访问密码（密文）",
                            ),
                        ),
                        (
                            "system_code",
                            models.CharField(blank=True, max_length=4, verbose_name="系统编码 ST"),
                        ),
                        (
                            "edition",
                            models.CharField(blank=True, max_length=4, verbose_name="疑似协议版本"),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("waiting", "待处理"),
                                    ("registered", "已登记"),
                                    ("refused", "已拒绝"),
                                ],
                                db_index=True,
                                default="waiting",
                                max_length=12,
                                verbose_name="处理状态",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "未登记设备",
                        "verbose_name_plural": "未登记设备",
                        "ordering": ["-last_seen"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("mn", ""), _negated=True),
                                name="registry_quarantine_has_mn",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="SearchEntry",
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
                        ("kind", models.CharField(max_length=20, verbose_name="类别")),
                        ("object_id", models.BigIntegerField(verbose_name="对象")),
                        ("title", models.CharField(max_length=200, verbose_name="标题")),
                        ("line", models.CharField(blank=True, max_length=300, verbose_name="说明")),
                        ("needle", models.TextField(verbose_name="检索内容")),
                        (
                            "district_code",
                            models.CharField(
                                blank=True, db_index=True, max_length=9, verbose_name="行政区划"
                            ),
                        ),
                        (
                            "enterprise_key",
                            models.BigIntegerField(
                                blank=True, db_index=True, null=True, verbose_name="企业"
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "检索条目",
                        "verbose_name_plural": "检索条目",
                        "ordering": ["kind", "object_id"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("kind", "object_id"), name="registry_search_once"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="LocalSource",
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
                            "name",
                            models.CharField(db_index=True, max_length=120, verbose_name="名称"),
                        ),
                        (
                            "address",
                            models.CharField(blank=True, max_length=200, verbose_name="地址"),
                        ),
                        (
                            "longitude",
                            models.FloatField(blank=True, null=True, verbose_name="经度"),
                        ),
                        ("latitude", models.FloatField(blank=True, null=True, verbose_name="纬度")),
                        (
                            "datum",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("CGCS2000", "CGCS2000"),
                                    ("WGS-84", "WGS-84"),
                                    ("GCJ-02", "GCJ-02"),
                                    ("BD-09", "BD-09"),
                                ],
                                max_length=8,
                                verbose_name="来源坐标系",
                            ),
                        ),
                        ("scale", models.CharField(blank=True, max_length=80, verbose_name="规模")),
                        (
                            "pollutants",
                            models.CharField(blank=True, max_length=80, verbose_name="主要污染物"),
                        ),
                        (
                            "measures",
                            models.CharField(
                                blank=True, max_length=200, verbose_name="治理（管控）措施"
                            ),
                        ),
                        (
                            "level",
                            models.CharField(
                                choices=[("key", "重点"), ("general", "一般")],
                                default="general",
                                max_length=8,
                                verbose_name="关注程度",
                            ),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("active", "在用（在建）"),
                                    ("paused", "停用（停工）"),
                                    ("ended", "已消除"),
                                ],
                                default="active",
                                max_length=8,
                                verbose_name="存续状态",
                            ),
                        ),
                        (
                            "keeper",
                            models.CharField(blank=True, max_length=40, verbose_name="责任人"),
                        ),
                        ("start", models.DateField(blank=True, null=True, verbose_name="开始日期")),
                        ("end", models.DateField(blank=True, null=True, verbose_name="结束日期")),
                        ("note", models.CharField(blank=True, max_length=300, verbose_name="备注")),
                        (
                            "department",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="local_sources",
                                to="registry.department",
                                verbose_name="主管部门",
                            ),
                        ),
                        (
                            "district",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="local_sources",
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
                                related_name="local_sources",
                                to="registry.enterprise",
                                verbose_name="关联企业",
                            ),
                        ),
                        (
                            "kind",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="sources",
                                to="registry.sourcekind",
                                verbose_name="类别",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "本地源",
                        "verbose_name_plural": "本地源",
                        "ordering": ["district", "kind", "name", "id"],
                        "indexes": [
                            models.Index(fields=["kind", "district"], name="registry_source_kind"),
                            models.Index(
                                fields=["district", "name", "id"], name="registry_source_list"
                            ),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("level__in", ["general", "key"])),
                                name="registry_source_level_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("state__in", ["active", "ended", "paused"])),
                                name="registry_source_state_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("start__isnull", True),
                                    ("end__isnull", True),
                                    ("end__gt", models.F("start")),
                                    _connector="OR",
                                ),
                                name="registry_source_ends_after_start",
                                violation_error_message="结束日期必须晚于开始日期",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Station",
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
                        ("name", models.CharField(max_length=80, verbose_name="名称")),
                        (
                            "code",
                            models.CharField(max_length=40, unique=True, verbose_name="站点编码"),
                        ),
                        (
                            "station_class",
                            models.CharField(
                                choices=[
                                    ("provincial", "省控站"),
                                    ("township", "乡镇（街道）站"),
                                    ("micro", "微型站"),
                                    ("weather", "气象站"),
                                ],
                                max_length=12,
                                verbose_name="站点类别",
                            ),
                        ),
                        (
                            "functional_area",
                            models.CharField(
                                blank=True,
                                choices=[("class1", "一类区"), ("class2", "二类区")],
                                max_length=8,
                                verbose_name="环境空气功能区",
                            ),
                        ),
                        (
                            "longitude",
                            models.FloatField(blank=True, null=True, verbose_name="经度"),
                        ),
                        ("latitude", models.FloatField(blank=True, null=True, verbose_name="纬度")),
                        (
                            "datum",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("CGCS2000", "CGCS2000"),
                                    ("WGS-84", "WGS-84"),
                                    ("GCJ-02", "GCJ-02"),
                                    ("BD-09", "BD-09"),
                                ],
                                max_length=8,
                                verbose_name="来源坐标系",
                            ),
                        ),
                        (
                            "district",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="stations",
                                to="accounts.district",
                                verbose_name="行政区划",
                            ),
                        ),
                        (
                            "owner",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="stations",
                                to="accounts.organisation",
                                verbose_name="产权单位",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "站点",
                        "verbose_name_plural": "站点",
                        "ordering": ["district", "code"],
                        "indexes": [
                            models.Index(
                                fields=["station_class", "district"], name="registry_station_class"
                            )
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "station_class__in",
                                        ["micro", "provincial", "township", "weather"],
                                    )
                                ),
                                name="registry_station_class_known",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("station_class", "township")),
                                fields=("district",),
                                name="registry_station_one_a_township",
                                violation_error_message="该乡镇（街道）已有站点",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Equipment",
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
                        ("name", models.CharField(max_length=80, verbose_name="名称")),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("analyser", "固定监测仪器"),
                                    ("sensor", "传感器"),
                                    ("calibrator", "校准设备"),
                                    ("portable", "便携式仪器"),
                                    ("drone", "无人机"),
                                    ("other", "其他"),
                                ],
                                max_length=12,
                                verbose_name="类别",
                            ),
                        ),
                        (
                            "measures",
                            models.CharField(blank=True, max_length=120, verbose_name="测量项目"),
                        ),
                        (
                            "maker",
                            models.CharField(blank=True, max_length=80, verbose_name="生产厂家"),
                        ),
                        ("model", models.CharField(blank=True, max_length=80, verbose_name="型号")),
                        (
                            "serial",
                            models.CharField(
                                blank=True, db_index=True, max_length=80, verbose_name="出厂编号"
                            ),
                        ),
                        (
                            "keeper",
                            models.CharField(blank=True, max_length=40, verbose_name="保管人"),
                        ),
                        (
                            "installed",
                            models.DateField(
                                blank=True, null=True, verbose_name="启用（安装）日期"
                            ),
                        ),
                        (
                            "life_months",
                            models.PositiveSmallIntegerField(
                                blank=True, null=True, verbose_name="设计寿命（月）"
                            ),
                        ),
                        (
                            "calibrated",
                            models.DateField(
                                blank=True, null=True, verbose_name="最近校准（检定）日期"
                            ),
                        ),
                        (
                            "calibration_due",
                            models.DateField(
                                blank=True,
                                db_index=True,
                                null=True,
                                verbose_name="下次校准（检定）日期",
                            ),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("in_use", "在用"),
                                    ("spare", "备用"),
                                    ("repair", "维修中"),
                                    ("retired", "已报废"),
                                ],
                                default="in_use",
                                max_length=8,
                                verbose_name="使用状态",
                            ),
                        ),
                        ("note", models.CharField(blank=True, max_length=300, verbose_name="备注")),
                        (
                            "district",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="equipment",
                                to="accounts.district",
                                verbose_name="行政区划",
                            ),
                        ),
                        (
                            "owner",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="equipment",
                                to="accounts.organisation",
                                verbose_name="所属单位",
                            ),
                        ),
                        (
                            "station",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="equipment",
                                to="registry.station",
                                verbose_name="所在站点",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "仪器设备",
                        "verbose_name_plural": "仪器设备",
                        "ordering": ["district", "kind", "name", "id"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "kind__in",
                                        [
                                            "analyser",
                                            "calibrator",
                                            "drone",
                                            "other",
                                            "portable",
                                            "sensor",
                                        ],
                                    )
                                ),
                                name="registry_equipment_kind_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("state__in", ["in_use", "repair", "retired", "spare"])
                                ),
                                name="registry_equipment_state_known",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="StationSiting",
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
                            "address",
                            models.CharField(blank=True, max_length=200, verbose_name="安装地址"),
                        ),
                        (
                            "intake_height_m",
                            models.FloatField(
                                blank=True, null=True, verbose_name="采样口离地高度（米）"
                            ),
                        ),
                        (
                            "road_distance_m",
                            models.FloatField(
                                blank=True, null=True, verbose_name="距最近道路（米）"
                            ),
                        ),
                        (
                            "surroundings",
                            models.CharField(blank=True, max_length=300, verbose_name="周边环境"),
                        ),
                        (
                            "nearby_sources",
                            models.CharField(blank=True, max_length=300, verbose_name="周边污染源"),
                        ),
                        (
                            "power",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("mains", "市电"),
                                    ("solar", "太阳能"),
                                    ("both", "市电加太阳能"),
                                ],
                                max_length=6,
                                verbose_name="供电方式",
                            ),
                        ),
                        (
                            "carrier",
                            models.CharField(blank=True, max_length=40, verbose_name="通信运营商"),
                        ),
                        (
                            "sim",
                            models.CharField(blank=True, max_length=40, verbose_name="SIM 卡号"),
                        ),
                        (
                            "board",
                            models.CharField(
                                blank=True, max_length=80, verbose_name="主板型号与编号"
                            ),
                        ),
                        (
                            "spare_units",
                            models.PositiveSmallIntegerField(
                                blank=True, null=True, verbose_name="备机数量"
                            ),
                        ),
                        (
                            "approval",
                            models.CharField(
                                blank=True, max_length=80, verbose_name="批复（选址）文号"
                            ),
                        ),
                        ("built", models.DateField(blank=True, null=True, verbose_name="建成日期")),
                        (
                            "accepted",
                            models.DateField(blank=True, null=True, verbose_name="验收日期"),
                        ),
                        (
                            "keeper",
                            models.CharField(blank=True, max_length=40, verbose_name="责任人"),
                        ),
                        ("note", models.CharField(blank=True, max_length=300, verbose_name="备注")),
                        (
                            "maintainer",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="maintained_stations",
                                to="accounts.organisation",
                                verbose_name="运维单位",
                            ),
                        ),
                        (
                            "station",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="siting",
                                to="registry.station",
                                verbose_name="站点",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "站点建设档案",
                        "verbose_name_plural": "站点建设档案",
                        "ordering": ["station"],
                    },
                ),
                migrations.CreateModel(
                    name="TakenFile",
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
                            "sha256",
                            models.CharField(max_length=64, verbose_name="文件指纹 SHA-256"),
                        ),
                        ("name", models.CharField(max_length=200, verbose_name="文件名")),
                        ("at", models.DateTimeField(verbose_name="收取时间")),
                        (
                            "problem",
                            models.CharField(blank=True, max_length=300, verbose_name="未成功原因"),
                        ),
                        (
                            "interface",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="taken_files",
                                to="registry.interface",
                                verbose_name="接口",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "已收文件",
                        "verbose_name_plural": "已收文件",
                        "ordering": ["-at", "-id"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("interface", "sha256"), name="registry_taken_file_once"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Vehicle",
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
                        ("plate", models.CharField(max_length=20, verbose_name="车牌号")),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("patrol", "巡查车"),
                                    ("maintenance", "运维车"),
                                    ("mobile_lab", "走航车"),
                                    ("other", "其他"),
                                ],
                                max_length=12,
                                verbose_name="用途",
                            ),
                        ),
                        ("model", models.CharField(blank=True, max_length=60, verbose_name="车型")),
                        (
                            "keeper",
                            models.CharField(blank=True, max_length=40, verbose_name="责任人"),
                        ),
                        (
                            "terminal",
                            models.CharField(
                                blank=True, max_length=60, verbose_name="定位终端编号"
                            ),
                        ),
                        (
                            "inspection_due",
                            models.DateField(
                                blank=True, db_index=True, null=True, verbose_name="年检到期"
                            ),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("in_use", "在用"),
                                    ("spare", "备用"),
                                    ("repair", "维修中"),
                                    ("retired", "已报废"),
                                ],
                                default="in_use",
                                max_length=8,
                                verbose_name="使用状态",
                            ),
                        ),
                        ("note", models.CharField(blank=True, max_length=300, verbose_name="备注")),
                        (
                            "district",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="vehicles",
                                to="accounts.district",
                                verbose_name="行政区划",
                            ),
                        ),
                        (
                            "owner",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="vehicles",
                                to="accounts.organisation",
                                verbose_name="所属单位",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "车辆",
                        "verbose_name_plural": "车辆",
                        "ordering": ["district", "plate"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("kind__in", ["maintenance", "mobile_lab", "other", "patrol"])
                                ),
                                name="registry_vehicle_kind_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("state__in", ["in_use", "repair", "retired", "spare"])
                                ),
                                name="registry_vehicle_state_known",
                            ),
                            models.UniqueConstraint(
                                fields=("plate",),
                                name="registry_vehicle_plate_once",
                                violation_error_message="该车牌号已登记",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ChangeRecord",
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
                        ("object_kind", models.CharField(max_length=60, verbose_name="对象类型")),
                        ("object_id", models.CharField(max_length=20, verbose_name="对象编号")),
                        (
                            "object_name",
                            models.CharField(blank=True, max_length=200, verbose_name="对象"),
                        ),
                        ("field", models.CharField(blank=True, max_length=60, verbose_name="字段")),
                        ("title", models.CharField(max_length=60, verbose_name="项目")),
                        ("before", models.TextField(blank=True, verbose_name="变更前")),
                        ("after", models.TextField(blank=True, verbose_name="变更后")),
                        (
                            "way",
                            models.CharField(
                                choices=[
                                    ("form", "页面"),
                                    ("import", "导入"),
                                    ("undo", "撤销导入"),
                                    ("admin", "后台"),
                                    ("platform", "平台"),
                                ],
                                max_length=10,
                                verbose_name="途径",
                            ),
                        ),
                        ("reason", models.CharField(max_length=300, verbose_name="变更原因")),
                        ("by_name", models.CharField(max_length=80, verbose_name="姓名")),
                        ("at", models.DateTimeField(verbose_name="时间")),
                        (
                            "by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="registry_changes",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="变更人",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "变更记录",
                        "verbose_name_plural": "变更记录",
                        "ordering": ["-at", "-id"],
                        "indexes": [
                            models.Index(
                                fields=["object_kind", "object_id", "-at"],
                                name="registry_change_object",
                            )
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("way__in", ["admin", "form", "import", "platform", "undo"])
                                ),
                                name="registry_change_way_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("reason", ""), _negated=True),
                                name="registry_change_has_reason",
                            ),
                        ],
                    },
                ),
            ],
        ),
    ]
