"""Encrypted data areas (数据区加密) of HJ 212-2025 [second hand, 待确认].

SM4, ECB, no padding, over the bytes between `CP=&&` and the closing `&&`: whole blocks of 16
bytes are enciphered, the rest stays plain. The check code is of the plain segment and is not
computed anew. Some senders write cipher bytes as the text `{0xE4,0x3E,...}`, as the appendix
prints them; both forms are read, raw bytes are written, since only they fit the length field.
"""

import re
from dataclasses import dataclass
from typing import Protocol

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

from bihuan.hj212.check_code import printed_code
from bihuan.hj212.error import MalformedSegment
from bihuan.hj212.segment import Packet, read_header

BLOCK = 16
_PRINTED = re.compile(rb"\{((?:0x[0-9A-Fa-f]{2},?)+)\}")
_HEX = re.compile(rb"0x([0-9A-Fa-f]{2})")
_OPENING = b"CP=&&"
_TIME = b"DataTime="


class KeyProvider(Protocol):
    """Knows the keys of the devices (密钥提供者)."""

    def key_for(self, device_id: str, request_id: str | None) -> bytes | None:
        """The 16-byte key of a device, None when it has none.

        Args:
            device_id: MN.
            request_id: QN, whose time tells an old key from a new one.
        """


def encrypt_parameters(parameters: bytes, key: bytes) -> bytes:
    """The data area enciphered (加密), as long as before.

    Source: HJ 212-2025 [second hand].

    >>> encrypt_parameters(bytes.fromhex("0123456789abcdeffedcba9876543210") + b"rest",
    ...                    bytes.fromhex("0123456789abcdeffedcba9876543210"))[-6:]
    b'BFrest'
    """
    whole = len(parameters) // BLOCK * BLOCK
    encryptor = _cipher(key).encryptor()
    return encryptor.update(parameters[:whole]) + encryptor.finalize() + parameters[whole:]


def decrypt_parameters(parameters: bytes, key: bytes) -> bytes | None:
    """The data area deciphered (解密), from raw bytes or from their printed form.

    Returns:
        None when the result is not text with a DataTime: a wrong key passes the check code
        once in 256 times.
    """
    data = _raw_bytes(parameters)
    whole = len(data) // BLOCK * BLOCK
    decryptor = _cipher(key).decryptor()
    plain = decryptor.update(data[:whole]) + decryptor.finalize() + data[whole:]
    return plain if is_plain(plain) else None


def is_plain(parameters: bytes) -> bool:
    """Whether a data area is readable text with a DataTime (明文).

    >>> is_plain(b"DataTime=20240601085857;w01018-Rtd=1"), is_plain(b"{0xE4,0x3E}")
    (True, False)
    """
    if _TIME not in parameters:
        return False
    try:
        return parameters.decode("utf-8").isprintable()
    except UnicodeDecodeError:
        return False


def is_printed(parameters: bytes) -> bool:
    """Whether the cipher bytes came as `{0xE4,...}` (密文以文本形式)."""
    return _PRINTED.match(parameters) is not None


def _raw_bytes(parameters: bytes) -> bytes:
    printed = _PRINTED.match(parameters)
    if printed is None:
        return parameters
    return bytes(int(pair, 16) for pair in _HEX.findall(printed[1])) + parameters[printed.end() :]


def _cipher(key: bytes) -> Cipher[modes.ECB]:
    return Cipher(algorithms.SM4(key), modes.ECB())


@dataclass(frozen=True, slots=True)
class Decipher:
    """Makes a cipher segment plain again (解密器); a `Reader` takes it to check such frames."""

    keys: KeyProvider

    def __call__(self, segment: bytes) -> bytes | None:
        """The plain data segment, None when there is no key or it does not fit."""
        try:
            packet = read_header(segment)
        except MalformedSegment:
            return None
        key = self.keys.key_for(packet.device_id, packet.request_id)
        plain = decrypt_parameters(packet.parameters, key) if key else None
        if plain is None:
            return None
        return with_parameters(segment, packet, plain)


def with_parameters(segment: bytes, packet: Packet, parameters: bytes) -> bytes:
    """The segment with other parameters between its marks."""
    start = segment.index(_OPENING) + len(_OPENING)
    return segment[:start] + parameters + segment[start + len(packet.parameters) :]


def write_encrypted_frame(segment: bytes, key: bytes) -> bytes:
    """A whole frame (加密通讯包) with enciphered parameters and the plain segment's check code.

    Raises:
        MalformedSegment: the segment is none of ours.

    Source: HJ 212-2025 [second hand].
    """
    packet = read_header(segment)
    cipher = encrypt_parameters(packet.parameters, key)
    wire = with_parameters(segment, packet, cipher)
    return b"##%04d%b%b\r\n" % (len(wire), wire, printed_code(segment))
