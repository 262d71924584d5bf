"""Whether the ports that the platform needs are free, said before anything starts."""

import socket
from dataclasses import dataclass


class PortTaken(SystemExit):
    """Another program listens where the platform wants to; the message names the variable."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """An address to listen at: what for, and the variable that changes its port."""

    purpose: str
    address: str
    port: int
    variable: str


def require_free(wanted: Wanted) -> None:
    """Try to listen for a moment.

    Raises:
        PortTaken: the port cannot be had.
    """
    family = socket.AF_INET6 if ":" in wanted.address else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind((wanted.address, wanted.port))
        except OSError as error:
            raise PortTaken(
                f"{wanted.purpose}要用的 {wanted.address}:{wanted.port}"
                f" 不能监听（{error.strerror}）："
                f"请停止占用它的程序，或用环境变量 {wanted.variable} 换一个端口"
            ) from error
