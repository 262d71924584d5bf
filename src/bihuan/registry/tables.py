"""Lists that can be sorted by their columns, declared (列表)."""

import django_tables2 as tables

CELL = {"td": {"class": "text-nowrap"}}


class LinkTable(tables.Table):
    """The link monitor (链路监控), a row a device."""

    name = tables.TemplateColumn(
        template_name="registry/cell/link_device.html", verbose_name="设备与点位", order_by="name"
    )
    connected = tables.TemplateColumn(
        template_name="registry/cell/link_state.html",
        verbose_name="状态",
        order_by=("connected", "silent_for"),
    )
    last_packet_at = tables.TemplateColumn(
        "{% load ui %}{% age record.last_packet_at now %}",
        verbose_name="最后有效报文",
        attrs=CELL,
    )
    delay_s = tables.TemplateColumn(
        "{% load ui %}{{ record.delay_s|number:1 }}"
        "{% if record.delay_s is not None %} 秒{% endif %}",
        verbose_name="数据延迟",
        attrs=CELL,
    )
    clock_offset_s = tables.TemplateColumn(
        template_name="registry/cell/link_clock.html", verbose_name="时钟偏差", attrs=CELL
    )
    diagnosis = tables.TemplateColumn(
        template_name="registry/cell/link_cause.html", verbose_name="原因判断", orderable=False
    )
    address = tables.TemplateColumn(
        "{{ record.address|default:'—' }}{% if record.carrier %}<br>"
        '<span class="cell-quiet">{{ record.carrier }}</span>{% endif %}',
        verbose_name="来源地址",
    )

    class Meta:
        """How an empty list reads."""

        empty_text = "没有符合条件的设备"
