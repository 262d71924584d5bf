"""What the gateway and the other processes write."""

from django.contrib import admin

from bihuan.registry.admin.read_only import ReadOnlyAdmin
from bihuan.registry.models import (
    DeviceState,
    GatewayCounter,
    ProcessHeartbeat,
    QuarantinedDevice,
)


@admin.register(DeviceState)
class DeviceStateAdmin(ReadOnlyAdmin):
    """States of devices."""

    list_display = ("device", "connected", "gateway", "address", "last_packet_at", "clock_offset_s")
    list_filter = ("connected", "gateway", "drop_reason")
    list_select_related = ("device",)
    search_fields = ("device__mn", "device__name", "address")


@admin.register(QuarantinedDevice)
class QuarantinedDeviceAdmin(ReadOnlyAdmin):
    """Unknown devices."""

    list_display = ("mn", "state", "count", "address", "first_seen", "last_seen")
    list_filter = ("state",)
    search_fields = ("mn", "address")


@admin.register(GatewayCounter)
class GatewayCounterAdmin(ReadOnlyAdmin):
    """Counts of gateways."""

    list_display = ("day", "gateway", "key", "value")
    list_filter = ("gateway",)
    search_fields = ("key",)
    date_hierarchy = "day"


@admin.register(ProcessHeartbeat)
class ProcessHeartbeatAdmin(ReadOnlyAdmin):
    """Signs of life."""

    list_display = ("process", "at")
