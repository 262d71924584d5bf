"""The push address alone, mounted as the roof mounts it."""

from django.urls import path
from ninja import NinjaAPI

from bihuan.gateway.api import open_to_programs, router

api = NinjaAPI(title="test", urls_namespace="push-test")
api.add_router("/push", router)

urlpatterns = [path("api/v1/", open_to_programs(api.urls))]
