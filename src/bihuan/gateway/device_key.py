"""The keys of devices as they are kept: sealed, each from a moment on."""

from collections import defaultdict
from contextlib import suppress
from datetime import datetime

from django.db import models, transaction

from bihuan.accounts.models import User
from bihuan.accounts.seal import SealBroken, seal, unseal
from bihuan.accounts.services import record_act
from bihuan.gateway.key_ring import DeviceKeys
from bihuan.gateway.models import DeviceKey
from bihuan.hj212.encryption import BLOCK
from bihuan.registry.error import RegistryError
from bihuan.registry.models import Device
from bihuan.registry.permission import MAY_REGISTER, require_device
from bihuan.registry.services import bump_directory


class Act(models.TextChoices):
    """An act on the gateway's own rows (操作)."""

    SET_KEY = "gateway.set_key", "设置设备密钥"


class WrongKey(RegistryError):
    """A key that is not sixteen printable ASCII characters."""

    def __init__(self) -> None:
        super().__init__(f"密钥应为 {BLOCK} 个可打印的 ASCII 字符")


@transaction.atomic
def set_device_key(
    device: Device, *, key: str, since: datetime, by: User | None, now: datetime
) -> DeviceKey:
    """Note which key a device uses from a moment on (设置设备密钥).

    Args:
        device: which.
        key: sixteen characters; kept sealed.
        since: packets made from then on use it. [aware]
        by: whose act; None is the platform itself, after a 1014.
        now: time of the act. [aware]

    Raises:
        WrongKey: not sixteen printable characters.
        NotYours: the device is out of this person's reach.

    Source: HJ 212-2025 [second hand].
    """
    require_device(device, by, MAY_REGISTER)
    sealed = seal(checked_key(key))
    kept, _ = DeviceKey.objects.update_or_create(
        device=device, since=since, defaults={"sealed": sealed}
    )
    bump_directory()
    detail = {"mn": device.mn, "since": since.isoformat()}
    record_act(user=by, action=Act.SET_KEY, object=device, now=now, detail=detail)
    return kept


def checked_key(key: str) -> str:
    """The key itself, if it is one.

    Raises:
        WrongKey: it is not.

    >>> checked_key("0000000000000000")
    '0000000000000000'
    """
    if len(key) != BLOCK or not (key.isascii() and key.isprintable()):
        raise WrongKey
    return key


def device_keys() -> DeviceKeys:
    """All keys by MN (设备密钥), newest first.

    A key that can no longer be opened is left out: its device is then refused, not misread.
    """
    found: defaultdict[str, list[bytes]] = defaultdict(list)
    rows = DeviceKey.objects.order_by("-since").values_list("device__mn", "sealed")
    for mn, sealed in rows:
        with suppress(SealBroken):
            found[mn].append(unseal(sealed).encode())
    return {mn: tuple(keys) for mn, keys in found.items()}
