"""Administration of the registry: for administrators, never for daily work."""

from bihuan.registry.admin import device, enterprise, gateway, history, ledger, place

__all__ = ["device", "enterprise", "gateway", "history", "ledger", "place"]
