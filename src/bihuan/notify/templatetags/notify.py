"""Small words of the room's templates."""

from django import template

from bihuan.notify.kinds import label_of
from bihuan.notify.models import DeliveryState

register = template.Library()

TONES = {
    DeliveryState.WAITING: "wait",
    DeliveryState.CLAIMED: "info",
    DeliveryState.BY_HAND: "wait",
    DeliveryState.SENT: "good",
    DeliveryState.FAILED: "over",
    DeliveryState.DROPPED: "none",
}


@register.filter
def notice_kind(key: str) -> str:
    """Chinese name of a kind of notice."""
    return label_of(key)


@register.filter
def delivery_tone(state: str) -> str:
    """How to colour the state of a delivery."""
    return TONES[DeliveryState(state)]
