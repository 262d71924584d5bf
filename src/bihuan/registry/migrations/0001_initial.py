from decimal import Decimal

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Device",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "mn",
                    models.CharField(max_length=40, unique=True, verbose_name="设备唯一标识 MN"),
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
                        blank=True, editable=False, max_length=64, verbose_name="访问密码（密文）"
                    ),
                ),
                (
                    "system_code",
                    models.CharField(blank=True, max_length=4, verbose_name="系统编码 ST"),
                ),
                ("tolerance", models.JSONField(blank=True, default=dict, verbose_name="容错设置")),
                (
                    "allowed_addresses",
                    models.JSONField(blank=True, default=list, verbose_name="允许的来源地址"),
                ),
                (
                    "time_out_s",
                    models.PositiveSmallIntegerField(default=10, verbose_name="超时时间（秒）"),
                ),
                ("repeats", models.PositiveSmallIntegerField(default=3, verbose_name="重发次数")),
                (
                    "realtime_interval_s",
                    models.PositiveSmallIntegerField(default=60, verbose_name="实时数据间隔（秒）"),
                ),
                (
                    "minute_interval_min",
                    models.PositiveSmallIntegerField(
                        default=10, verbose_name="分钟数据间隔（分钟）"
                    ),
                ),
                (
                    "carrier",
                    models.CharField(blank=True, max_length=40, verbose_name="通信运营商（线路）"),
                ),
                ("is_active", models.BooleanField(default=True, verbose_name="启用")),
            ],
            options={
                "verbose_name": "设备",
                "verbose_name_plural": "设备",
                "ordering": ["mn"],
            },
        ),
        migrations.CreateModel(
            name="ProcessHeartbeat",
            fields=[
                (
                    "process",
                    models.CharField(
                        max_length=40, primary_key=True, serialize=False, verbose_name="进程"
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
                    models.CharField(blank=True, db_index=True, max_length=40, verbose_name="网关"),
                ),
                (
                    "address",
                    models.GenericIPAddressField(blank=True, null=True, verbose_name="来源地址"),
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
                    models.DateTimeField(blank=True, null=True, verbose_name="最后有效报文时间"),
                ),
                (
                    "last_data_time",
                    models.DateTimeField(blank=True, null=True, verbose_name="最新数据时间"),
                ),
                (
                    "delay_s",
                    models.FloatField(blank=True, null=True, verbose_name="数据延迟（秒）"),
                ),
                (
                    "clock_offset_s",
                    models.FloatField(blank=True, null=True, verbose_name="时钟偏差（秒）"),
                ),
                ("counters", models.JSONField(blank=True, default=dict, verbose_name="计数")),
                ("quirks", models.JSONField(blank=True, default=dict, verbose_name="不规范项计数")),
            ],
            options={
                "verbose_name": "设备状态",
                "verbose_name_plural": "设备状态",
            },
        ),
        migrations.CreateModel(
            name="DirectoryVersion",
            fields=[
                (
                    "id",
                    models.PositiveSmallIntegerField(default=1, primary_key=True, serialize=False),
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
            name="Enterprise",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(db_index=True, max_length=120, verbose_name="单位名称")),
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
                    models.CharField(blank=True, db_index=True, max_length=80, verbose_name="行业"),
                ),
                ("address", models.CharField(blank=True, max_length=200, verbose_name="地址")),
                ("longitude", models.FloatField(blank=True, null=True, verbose_name="经度")),
                ("latitude", models.FloatField(blank=True, null=True, verbose_name="纬度")),
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
            ],
            options={
                "verbose_name": "企业",
                "verbose_name_plural": "企业",
                "ordering": ["district", "name", "id"],
            },
        ),
        migrations.CreateModel(
            name="EnterprisePerson",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
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
            },
        ),
        migrations.AddField(
            model_name="enterprise",
            name="people",
            field=models.ManyToManyField(
                related_name="enterprises",
                through="registry.EnterprisePerson",
                to=settings.AUTH_USER_MODEL,
                verbose_name="企业人员",
            ),
        ),
        migrations.CreateModel(
            name="GatewayCounter",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
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
                        fields=("gateway", "day", "key"), name="registry_gateway_counter_once"
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
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
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
                ("reason", models.CharField(blank=True, max_length=200, verbose_name="列入原因")),
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
            },
        ),
        migrations.CreateModel(
            name="LinkGap",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("start", models.DateTimeField(verbose_name="中断开始")),
                ("end", models.DateTimeField(blank=True, null=True, verbose_name="恢复时间")),
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
            ],
            options={
                "verbose_name": "监测点",
                "verbose_name_plural": "监测点",
                "ordering": ["district", "name", "id"],
            },
        ),
        migrations.CreateModel(
            name="DeviceAssignment",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "system_code",
                    models.CharField(blank=True, max_length=4, verbose_name="系统编码 ST"),
                ),
                ("start", models.DateTimeField(verbose_name="开始时间")),
                ("end", models.DateTimeField(blank=True, null=True, verbose_name="结束时间")),
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
            },
        ),
        migrations.AddField(
            model_name="device",
            name="points",
            field=models.ManyToManyField(
                related_name="devices",
                through="registry.DeviceAssignment",
                to="registry.monitoringpoint",
                verbose_name="监测点",
            ),
        ),
        migrations.CreateModel(
            name="Outlet",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=80, verbose_name="名称")),
                ("code", models.CharField(blank=True, max_length=40, verbose_name="排放口编号")),
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
                ("longitude", models.FloatField(blank=True, null=True, verbose_name="经度")),
                ("latitude", models.FloatField(blank=True, null=True, verbose_name="纬度")),
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
            },
        ),
        migrations.AddField(
            model_name="monitoringpoint",
            name="outlet",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="points",
                to="registry.outlet",
                verbose_name="排放口",
            ),
        ),
        migrations.CreateModel(
            name="PointFactor",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("factor", models.CharField(max_length=20, verbose_name="因子编码")),
                ("name_zh", models.CharField(max_length=60, verbose_name="因子名称")),
                ("unit", models.CharField(blank=True, max_length=24, verbose_name="单位")),
                ("decimals", models.PositiveSmallIntegerField(default=2, verbose_name="小数位数")),
                ("minimum", models.FloatField(blank=True, null=True, verbose_name="量程下限")),
                ("maximum", models.FloatField(blank=True, null=True, verbose_name="量程上限")),
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
            },
        ),
        migrations.CreateModel(
            name="FactorLimit",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
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
                        blank=True, decimal_places=6, max_digits=20, null=True, verbose_name="上限"
                    ),
                ),
                (
                    "lower",
                    models.DecimalField(
                        blank=True, decimal_places=6, max_digits=20, null=True, verbose_name="下限"
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
            },
        ),
        migrations.CreateModel(
            name="PushSource",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=80, unique=True, verbose_name="名称")),
                (
                    "key_hash",
                    models.CharField(
                        editable=False, max_length=64, unique=True, verbose_name="密钥（密文）"
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
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "mn",
                    models.CharField(max_length=40, unique=True, verbose_name="设备唯一标识 MN"),
                ),
                ("first_seen", models.DateTimeField(verbose_name="首次出现")),
                ("last_seen", models.DateTimeField(db_index=True, verbose_name="最近出现")),
                ("count", models.PositiveBigIntegerField(default=0, verbose_name="报文数")),
                (
                    "address",
                    models.GenericIPAddressField(blank=True, null=True, verbose_name="来源地址"),
                ),
                ("sample", models.TextField(blank=True, verbose_name="报文样本（密码已隐去）")),
                (
                    "password_hash",
                    models.CharField(
                        blank=True, editable=False, max_length=64, verbose_name="访问密码（密文）"
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
            name="Station",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=80, verbose_name="名称")),
                ("code", models.CharField(max_length=40, unique=True, verbose_name="站点编码")),
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
                ("longitude", models.FloatField(blank=True, null=True, verbose_name="经度")),
                ("latitude", models.FloatField(blank=True, null=True, verbose_name="纬度")),
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
            },
        ),
        migrations.AddField(
            model_name="monitoringpoint",
            name="station",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="points",
                to="registry.station",
                verbose_name="站点",
            ),
        ),
        migrations.CreateModel(
            name="CodeMapping",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
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
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("command_code", models.CharField(max_length=4, verbose_name="命令编码 CN")),
                ("parameters", models.JSONField(blank=True, default=dict, verbose_name="命令参数")),
                ("sealed", models.TextField(blank=True, editable=False, verbose_name="加密参数")),
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
                ("sent_at", models.DateTimeField(blank=True, null=True, verbose_name="发送时间")),
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
                    models.Index(fields=["state", "requested_at"], name="registry_command_queue"),
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
                            models.Q(("approved_by", models.F("requested_by")), _negated=True),
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
                                ("state__in", ("awaiting_approval", "queued", "sent", "accepted")),
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
            name="EnterpriseOperator",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
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
                            ("end__isnull", True), ("end__gt", models.F("start")), _connector="OR"
                        ),
                        name="registry_operator_ends_after_start",
                        violation_error_message="结束日期必须晚于开始日期",
                    ),
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="enterpriseperson",
            constraint=models.UniqueConstraint(
                fields=("user", "enterprise"),
                name="registry_enterprise_person_once",
                violation_error_message="该用户已是此企业人员",
            ),
        ),
        migrations.AddIndex(
            model_name="enterprise",
            index=models.Index(fields=["district", "name", "id"], name="registry_enterprise_list"),
        ),
        migrations.AddIndex(
            model_name="enterprise",
            index=models.Index(fields=["is_key", "district"], name="registry_enterprise_key"),
        ),
        migrations.AddIndex(
            model_name="keylistentry",
            index=models.Index(fields=["kind", "start", "end"], name="registry_key_list_days"),
        ),
        migrations.AddConstraint(
            model_name="keylistentry",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("kind__in", ["air", "groundwater", "noise", "risk", "soil", "water"])
                ),
                name="registry_key_list_kind_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="keylistentry",
            constraint=models.UniqueConstraint(
                condition=models.Q(("end__isnull", True)),
                fields=("enterprise", "kind"),
                name="registry_key_list_open_once",
                violation_error_message="该企业已在此名录中",
            ),
        ),
        migrations.AddConstraint(
            model_name="keylistentry",
            constraint=models.UniqueConstraint(
                fields=("enterprise", "kind", "start"),
                name="registry_key_list_start_once",
                violation_error_message="该企业同日已有此名录记录",
            ),
        ),
        migrations.AddConstraint(
            model_name="keylistentry",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("end__isnull", True), ("end__gt", models.F("start")), _connector="OR"
                ),
                name="registry_key_list_ends_after_start",
                violation_error_message="移出日期必须晚于列入日期",
            ),
        ),
        migrations.AddIndex(
            model_name="linkgap",
            index=models.Index(fields=["device", "-start"], name="registry_link_gap_device"),
        ),
        migrations.AddConstraint(
            model_name="linkgap",
            constraint=models.UniqueConstraint(
                condition=models.Q(("end__isnull", True)),
                fields=("device",),
                name="registry_link_gap_open_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="linkgap",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("end__isnull", True), ("end__gte", models.F("start")), _connector="OR"
                ),
                name="registry_link_gap_ends_after_start",
            ),
        ),
        migrations.AddConstraint(
            model_name="deviceassignment",
            constraint=models.UniqueConstraint(
                condition=models.Q(("end__isnull", True)),
                fields=("device", "system_code"),
                name="registry_assignment_open_once",
                violation_error_message="该设备（系统编码）已关联监测点",
            ),
        ),
        migrations.AddConstraint(
            model_name="deviceassignment",
            constraint=models.UniqueConstraint(
                fields=("device", "system_code", "start"),
                name="registry_assignment_start_once",
                violation_error_message="该设备（系统编码）同一时间已有关联",
            ),
        ),
        migrations.AddConstraint(
            model_name="deviceassignment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("end__isnull", True), ("end__gt", models.F("start")), _connector="OR"
                ),
                name="registry_assignment_ends_after_start",
                violation_error_message="结束时间必须晚于开始时间",
            ),
        ),
        migrations.AddConstraint(
            model_name="device",
            constraint=models.CheckConstraint(
                condition=models.Q(("edition__in", ["2005", "2017", "2025"])),
                name="registry_device_edition_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="device",
            constraint=models.CheckConstraint(
                condition=models.Q(("mn", ""), _negated=True),
                name="registry_device_has_mn",
                violation_error_message="MN 不能为空",
            ),
        ),
        migrations.AddConstraint(
            model_name="device",
            constraint=models.CheckConstraint(
                condition=models.Q(("repeats__range", (1, 99)), ("time_out_s__range", (1, 99))),
                name="registry_device_time_out_1_to_99",
                violation_error_message="超时时间和重发次数应为 1 至 99",
            ),
        ),
        migrations.AddConstraint(
            model_name="device",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("minute_interval_min__gte", 1), ("realtime_interval_s__gte", 1)
                ),
                name="registry_device_intervals_positive",
                violation_error_message="数据间隔必须大于 0",
            ),
        ),
        migrations.AddConstraint(
            model_name="outlet",
            constraint=models.CheckConstraint(
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
        ),
        migrations.AddConstraint(
            model_name="outlet",
            constraint=models.UniqueConstraint(
                condition=models.Q(("code", ""), _negated=True),
                fields=("enterprise", "code"),
                name="registry_outlet_code_once",
                violation_error_message="该企业已有相同编号的排放口",
            ),
        ),
        migrations.AddConstraint(
            model_name="pointfactor",
            constraint=models.UniqueConstraint(
                fields=("point", "factor"),
                name="registry_point_factor_once",
                violation_error_message="该监测点已有此因子",
            ),
        ),
        migrations.AddConstraint(
            model_name="pointfactor",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("minimum__isnull", True),
                    ("maximum__isnull", True),
                    ("maximum__gt", models.F("minimum")),
                    _connector="OR",
                ),
                name="registry_point_factor_range_rises",
                violation_error_message="量程上限必须大于下限",
            ),
        ),
        migrations.AddConstraint(
            model_name="pointfactor",
            constraint=models.CheckConstraint(
                condition=models.Q(("decimals__lte", 10)),
                name="registry_point_factor_few_decimals",
                violation_error_message="小数位数不能超过 10",
            ),
        ),
        migrations.AddConstraint(
            model_name="factorlimit",
            constraint=models.CheckConstraint(
                condition=models.Q(("averaging__in", ["day", "hour", "minute", "realtime"])),
                name="registry_limit_averaging_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="factorlimit",
            constraint=models.UniqueConstraint(
                fields=("point_factor", "averaging", "source", "start"),
                name="registry_limit_once",
                violation_error_message="该限值已存在",
            ),
        ),
        migrations.AddConstraint(
            model_name="factorlimit",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("upper__isnull", False), ("lower__isnull", False), _connector="OR"
                ),
                name="registry_limit_says_something",
                violation_error_message="上限和下限至少填写一项",
            ),
        ),
        migrations.AddConstraint(
            model_name="factorlimit",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("upper__isnull", True),
                    ("lower__isnull", True),
                    ("upper__gt", models.F("lower")),
                    _connector="OR",
                ),
                name="registry_limit_rises",
                violation_error_message="上限必须大于下限",
            ),
        ),
        migrations.AddConstraint(
            model_name="factorlimit",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("end__isnull", True), ("end__gt", models.F("start")), _connector="OR"
                ),
                name="registry_limit_ends_after_start",
                violation_error_message="停止日期必须晚于执行日期",
            ),
        ),
        migrations.AddIndex(
            model_name="station",
            index=models.Index(fields=["station_class", "district"], name="registry_station_class"),
        ),
        migrations.AddConstraint(
            model_name="station",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("station_class__in", ["micro", "provincial", "township", "weather"])
                ),
                name="registry_station_class_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="station",
            constraint=models.UniqueConstraint(
                condition=models.Q(("station_class", "township")),
                fields=("district",),
                name="registry_station_one_a_township",
                violation_error_message="该乡镇（街道）已有站点",
            ),
        ),
        migrations.AddIndex(
            model_name="monitoringpoint",
            index=models.Index(fields=["district", "name", "id"], name="registry_point_list"),
        ),
        migrations.AddIndex(
            model_name="monitoringpoint",
            index=models.Index(fields=["medium", "district"], name="registry_point_medium"),
        ),
        migrations.AddConstraint(
            model_name="monitoringpoint",
            constraint=models.CheckConstraint(
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
        ),
        migrations.AddConstraint(
            model_name="monitoringpoint",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("outlet__isnull", False), ("station__isnull", True)),
                    models.Q(("outlet__isnull", True), ("station__isnull", False)),
                    _connector="OR",
                ),
                name="registry_point_outlet_or_station",
                violation_error_message="监测点必须且只能属于一个排放口或一个站点",
            ),
        ),
    ]
