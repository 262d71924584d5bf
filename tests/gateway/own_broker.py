"""A broker that a test starts by itself: TLS with its own authority, nobody without a name."""

import shutil
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from tests.gateway.running import until

HOST, USER, PASSWORD = "127.0.0.1", "bihuan", "a-word-for-tests"
BROKER = shutil.which("mosquitto") or shutil.which("mosquitto", path="/usr/sbin")
WORDS = shutil.which("mosquitto_passwd")
needs_mosquitto = pytest.mark.skipif(
    not (BROKER and WORDS), reason="mosquitto is not installed here"
)


@dataclass(frozen=True)
class OwnBroker:
    """Where it listens, and what is trusted to know it by."""

    port: int
    authority: Path


@contextmanager
def broker_with_tls(folder: Path) -> Iterator[OwnBroker]:
    """A running broker; it ends with the test."""
    assert BROKER and WORDS
    port, authority = _free_port(), _certificate(folder)
    words = folder / "words"
    subprocess.run([WORDS, "-b", "-c", str(words), USER, PASSWORD], check=True, capture_output=True)
    told = (
        f"listener {port} {HOST}",
        f"certfile {authority}",
        f"keyfile {folder / 'key.pem'}",
        "allow_anonymous false",
        f"password_file {words}",
        "user root",
    )
    settings = folder / "mosquitto.conf"
    settings.write_text("\n".join(told) + "\n", "utf-8")
    running = subprocess.Popen(
        [BROKER, "-c", str(settings)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        until(lambda: _listens(port))
        yield OwnBroker(port, authority)
    finally:
        running.terminate()
        running.wait(10)


def _listens(port: int) -> bool:
    with suppress(OSError), socket.create_connection((HOST, port), 0.5):
        return True
    return False


def _free_port() -> int:
    with socket.socket() as line:
        line.bind((HOST, 0))
        return int(line.getsockname()[1])


def _certificate(folder: Path) -> Path:
    """A certificate of this address that signs itself, valid for an hour."""
    key, now = ec.generate_private_key(ec.SECP256R1()), datetime.now(UTC)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, HOST)])
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(minutes=1))
        .not_valid_after(now + timedelta(hours=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address(HOST))]), False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), True)
        .sign(key, hashes.SHA256())
    )
    place = folder / "certificate.pem"
    place.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    (folder / "key.pem").write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    return place
