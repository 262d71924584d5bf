"""Administration of the registry: for administrators, never for daily work."""

from bihuan.registry.admin import device, enterprise, gateway, place

__all__ = ["device", "enterprise", "gateway", "place"]
