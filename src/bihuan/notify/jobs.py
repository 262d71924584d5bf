"""What the scheduler calls: the clock is read here."""

from django.utils import timezone

from bihuan.notify.services.send import send_due


def send_notices() -> int:
    """Send what is due (发送待发消息); every 15 seconds."""
    return send_due(timezone.now)
