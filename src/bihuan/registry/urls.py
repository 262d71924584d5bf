"""Addresses of the room."""

from django.urls import URLPattern, path

from bihuan.registry.ledger.ledger import ledgers
from bihuan.registry.views import (
    check_list,
    command,
    device,
    enterprise,
    events,
    exchange,
    import_run,
    interface,
    ledger,
    ledger_form,
    link,
    live,
    overview,
    point,
    point_list,
    quarantine,
    search,
    trace,
    wall,
)

app_name = "registry"


def _of_ledger(key: str) -> list[URLPattern]:
    """The pages of one list of the ledger, each address with a name of its own."""
    told = {"key": key}
    return [
        path(f"ledger/{key}/", ledger.rows, told, name=f"ledger_{key}"),
        path(f"ledger/{key}/new", ledger_form.new, told, name=f"ledger_{key}_new"),
        path(f"ledger/{key}/<int:pk>/", ledger.one, told, name=f"ledger_{key}_one"),
        path(f"ledger/{key}/<int:pk>/edit", ledger_form.change, told, name=f"ledger_{key}_edit"),
    ]


urlpatterns = [
    path("live/", live.live, name="live"),
    path("wall/", wall.wall, name="wall"),
    path("live/events", events.live_events, name="live_events"),
    path("points/", point_list.points, name="points"),
    path("points/<int:pk>/", point.point, name="point"),
    path("points/<int:pk>/events", events.point_events, name="point_events"),
    path("points/<int:pk>/series.json", point.series, name="point_series"),
    path("points/<int:pk>/series.csv", point.export, name="point_export"),
    path("points/<int:pk>/value", trace.value, name="point_value"),
    path("points/<int:pk>/packet", trace.packet, name="point_packet"),
    path("enterprises/", enterprise.enterprises, name="enterprises"),
    path("enterprises/<int:pk>/", enterprise.enterprise, name="enterprise"),
    *(address for one in ledgers() for address in _of_ledger(one.key)),
    path("ledger/check_list/review", check_list.review, name="check_review"),
    path("ledger/duties/matrix", overview.duties, name="duty_matrix"),
    path("ledger/stations/coverage", overview.coverage, name="coverage"),
    path("ledger/sitings/gaps", overview.siting_gaps, name="siting_gaps"),
    path("search/", search.results, name="search"),
    path("devices/", device.devices, name="devices"),
    path("devices/<int:pk>/", device.device, name="device"),
    path("devices/<int:pk>/packet", device.packet, name="device_packet"),
    path("devices/<int:pk>/command", command.new_command, name="new_command"),
    path("commands/", command.commands, name="commands"),
    path("commands/<int:pk>/approve", command.approve, name="approve_command"),
    path("commands/<int:pk>/withdraw", command.withdraw, name="withdraw_command"),
    path("quarantine/", quarantine.quarantine, name="quarantine"),
    path("quarantine/<path:mn>/register", quarantine.register, name="register_quarantined"),
    path("quarantine/<path:mn>/refuse", quarantine.refuse, name="refuse_quarantined"),
    path("links/", link.links, name="links"),
    path("interfaces/", interface.interfaces, name="interfaces"),
    path("interfaces/new", interface.edit, name="new_interface"),
    path("interfaces/<int:pk>/", interface.interface, name="interface"),
    path("interfaces/<int:pk>/edit", interface.edit, name="edit_interface"),
    path("interfaces/<int:pk>/run", interface.run, name="run_interface"),
    path("exchange/", exchange.exchange, name="exchange"),
    path("exchange/runs/<int:pk>/", import_run.import_run, name="import_run"),
    path("exchange/runs/<int:pk>/mapping", import_run.map_columns, name="import_mapping"),
    path("exchange/runs/<int:pk>/confirm", import_run.confirm, name="import_confirm"),
    path("exchange/runs/<int:pk>/discard", import_run.discard, name="import_discard"),
    path("exchange/runs/<int:pk>/undo", import_run.undo, name="import_undo"),
    path("exchange/runs/<int:pk>/findings.csv", import_run.findings, name="import_findings"),
    path("exchange/<slug:key>/import", exchange.upload, name="import_upload"),
    path("exchange/<slug:key>/template.xlsx", exchange.template, name="import_template"),
    path("exchange/<slug:key>/export.<str:form>", exchange.export, name="export_list"),
]
