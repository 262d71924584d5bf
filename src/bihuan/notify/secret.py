"""Secrets of channels (渠道密钥): sealed in the database or in a file, masked on the screen."""

import json
from collections.abc import Mapping

from django.conf import settings

from bihuan.accounts.seal import SealBroken, seal, unseal
from bihuan.notify.channels.registry import sender_of
from bihuan.notify.error import ChannelError
from bihuan.notify.models import Channel
from bihuan.registry.secrecy import MASK


def sealed(secrets: Mapping[str, str]) -> str:
    """The secrets as the database keeps them; nothing for none."""
    return seal(json.dumps(dict(secrets), ensure_ascii=False)) if secrets else ""


def secrets_of(channel: Channel) -> dict[str, str]:
    """The secrets of a channel, from its file where it names one.

    Raises:
        ChannelError: sealed under another key, or the file cannot be read.
    """
    if channel.secret_file:
        return _from_file(channel)
    if not channel.sealed:
        return {}
    try:
        return dict(json.loads(unseal(channel.sealed)))
    except SealBroken as error:
        raise ChannelError("渠道密钥无法解密（密钥已更换），请重新填写", permanent=True) from error


def settings_of(channel: Channel) -> dict[str, str]:
    """Settings and secrets together, as the sender gets them.

    Raises:
        ChannelError: as `secrets_of`.
    """
    return {**channel.settings, **secrets_of(channel)}


def masked(channel: Channel) -> list[tuple[str, str]]:
    """What the screen shows of the settings: labels and values, secrets masked (掩码)."""
    has_secret = bool(channel.sealed or channel.secret_file)
    return [
        (one.label, (MASK if has_secret else "") if one.is_secret else _value(channel, one.name))
        for one in sender_of(channel.code).fields
    ]


def _value(channel: Channel, name: str) -> str:
    return str(channel.settings.get(name, ""))


def _from_file(channel: Channel) -> dict[str, str]:
    folder = settings.CHANNEL_SECRETS
    if folder is None:
        raise ChannelError("未设置密钥目录 BIHUAN_CHANNEL_SECRETS", permanent=True)
    file = (folder / channel.secret_file).resolve()
    if file.parent != folder:
        raise ChannelError("密钥文件必须直接放在密钥目录中", permanent=True)
    try:
        content = json.loads(file.read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise ChannelError(
            f"密钥文件 {channel.secret_file} 读不出来，应为 JSON", permanent=True
        ) from error
    return {str(name): str(value) for name, value in content.items()}
