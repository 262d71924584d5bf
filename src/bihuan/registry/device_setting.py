"""Checks of a device's settings before they are kept."""

from collections.abc import Iterable, Mapping
from ipaddress import ip_network
from typing import Any

from bihuan.registry.error import WrongSetting
from bihuan.registry.tolerance import WrongTolerance, read_tolerance


def checked_tolerance(given: Mapping[str, Any]) -> dict[str, Any]:
    """The tolerance as it is kept.

    Raises:
        WrongSetting: `read_tolerance` cannot read it.
    """
    try:
        read_tolerance(given)
    except WrongTolerance as error:
        raise WrongSetting(str(error)) from error
    return dict(given)


def checked_addresses(given: Iterable[str]) -> list[str]:
    """Addresses and networks (来源地址) in their shortest form.

    Raises:
        WrongSetting: neither an address nor a network.

    >>> checked_addresses([" 10.1.2.3", "10.2.0.7/16"])
    ['10.1.2.3', '10.2.0.0/16']
    """
    found = []
    for text in given:
        try:
            network = ip_network(text.strip(), strict=False)
        except ValueError as error:
            raise WrongSetting(f"{text!r} 不是地址或网段") from error
        single = network.num_addresses == 1
        found.append(str(network.network_address if single else network))
    return found
