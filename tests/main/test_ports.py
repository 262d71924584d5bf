"""Ports that are taken are named before anything starts."""

import socket

import pytest

from bihuan.main.ports import PortTaken, Wanted, require_free


def test_a_taken_port_is_named_with_the_variable_that_changes_it() -> None:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        port = listener.getsockname()[1]
        with pytest.raises(PortTaken, match=rf"127\.0\.0\.1:{port} .*BIHUAN_WEB_PORT"):
            require_free(Wanted("网页", "127.0.0.1", port, "BIHUAN_WEB_PORT"))
    require_free(Wanted("网页", "127.0.0.1", port, "BIHUAN_WEB_PORT"))


def test_an_address_that_is_not_ours_is_named_as_well() -> None:
    with pytest.raises(PortTaken, match="BIHUAN_GATEWAY_PORT"):
        require_free(Wanted("通信网关", "192.0.2.1", 9212, "BIHUAN_GATEWAY_PORT"))
