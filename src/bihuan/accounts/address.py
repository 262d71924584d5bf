"""Addresses of the network (网段): whether one lies within those that are allowed."""

from ipaddress import ip_address, ip_network


def is_within(address: str, allowed: str) -> bool:
    """Whether an address lies in one of the networks, written with commas between.

    What is no network allows nothing, so a slip of the pen shuts rather than opens.

    >>> is_within("10.1.2.3", "192.168.0.0/16, 10.0.0.0/8"), is_within("11.0.0.1", "10.0.0.0/8")
    (True, False)
    >>> is_within("10.1.2.3", "everywhere"), is_within("", "10.0.0.0/8")
    (False, False)
    """
    try:
        return any(
            ip_address(address) in ip_network(part.strip(), strict=False)
            for part in allowed.split(",")
            if part.strip()
        )
    except ValueError:
        return False
