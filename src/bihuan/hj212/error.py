"""What goes wrong in the protocol's grammar."""


class ProtocolError(Exception):
    """Root of every error that this package raises (协议错误)."""


class MalformedSegment(ProtocolError):
    """A data segment (数据段) that cannot be attributed to a device or a command."""

    def __init__(self, problem: str, segment: bytes) -> None:
        self.problem = problem
        self.segment = segment
        super().__init__(f"{problem} in a segment of {len(segment)} bytes")


class UnwritablePacket(ProtocolError):
    """A packet that we were about to send and that its edition does not allow."""
