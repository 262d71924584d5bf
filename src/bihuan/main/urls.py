"""Every address of the platform: each room brings its own."""

from django.contrib import admin
from django.urls import include, path

from bihuan.main import api
from bihuan.main.views import api as api_page
from bihuan.main.views import health, home, materials

urlpatterns = [
    path("", home.home, name="home"),
    path("materials/", materials.materials, name="materials"),
    path("health/", health.health, name="health"),
    path("health/events", health.health_events, name="health_events"),
    path("admin/", admin.site.urls),
    path("api/", api_page.docs, name="api_docs"),
    path("api/v1/", api.urls),
    path("ui/", include("bihuan.ui.urls")),
    path("map/", include("bihuan.ui.map.urls")),
    path("manual/", include("bihuan.ui.manual.urls")),
    path("accounts/", include("bihuan.accounts.urls")),
    path("", include("bihuan.registry.urls")),
    path("files/", include("bihuan.documents.urls")),
    path("notices/", include("bihuan.notify.urls")),
    path("cases/", include("bihuan.cases.urls")),
    path("watch/", include("bihuan.watch.urls")),
    path("reports/", include("bihuan.reports.urls")),
    path("air/", include("bihuan.air.urls")),
]
