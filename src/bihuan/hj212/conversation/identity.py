"""Who speaks: the header fields that every packet of one device carries."""

from dataclasses import dataclass, field

from bihuan.hj212.edition import Edition
from bihuan.hj212.frame import write_frame
from bihuan.hj212.segment import Packet, write_segment

_LONGEST_NUMBERS = len("PNUM=9999;PNO=9999;RF=1;")


@dataclass(frozen=True, slots=True)
class Identity:
    """One device as both ends know it (现场机身份).

    Args:
        device_id: MN.
        edition: how the device speaks, as registered.
        system_code: ST of its own packets and of requests to it.
        password: PW; six characters in clear.

    >>> Identity("88888880000001", Edition.HJT212_2005).system_code
    '32'
    """

    device_id: str
    edition: Edition = Edition.HJ212_2017
    system_code: str = "32"
    password: str = field(default="123456", repr=False)

    @property
    def longest_parameters(self) -> int:
        """The longest data area that fits beside this header (数据区长度上限). [bytes]

        >>> Identity("010000A8900016F000169DC0").longest_parameters
        913
        """
        rules = self.edition.rules
        empty = write_segment(self.packet("0" * 17, "2011", wants_answer=True), self.edition)
        room = rules.longest_segment - len(empty) - _LONGEST_NUMBERS
        return min(rules.longest_parameters, room)

    def packet(
        self,
        request_id: str,
        command_code: str,
        parameters: bytes = b"",
        *,
        wants_answer: bool = False,
        part: tuple[int | None, int | None] = (None, None),
        is_replay: bool = False,
    ) -> Packet:
        """A packet from or to this device (通讯包内容).

        Args:
            request_id: QN.
            command_code: CN.
            parameters: the data area.
            wants_answer: bit 0 of Flag.
            part: total and number where the message is split.
            is_replay: RF=1; left out for editions that do not know it.

        >>> Identity("A").packet("20260101000000000", "2011", wants_answer=True).flag
        5
        """
        total, number = part
        return Packet(
            request_id,
            self.system_code,
            command_code,
            self.password,
            self.device_id,
            self.edition.flag(answer=wants_answer, split=number is not None),
            total,
            number,
            is_replay and self.edition.rules.replay_mark,
            parameters,
        )

    def frame(self, packet: Packet) -> bytes:
        """A whole frame (通讯包) of a packet in this device's edition.

        >>> Identity("A").frame(Identity("A").packet("20260101000000000", "2012"))[6:-6]
        b'QN=20260101000000000;ST=32;CN=2012;PW=123456;MN=A;Flag=4;CP=&&&&'
        """
        return write_frame(write_segment(packet, self.edition))
