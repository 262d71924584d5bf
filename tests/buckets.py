"""The two forms of the store of contents, for tests: a local folder, a bucket on this machine."""

import urllib.request
from collections.abc import Iterator
from datetime import timedelta
from itertools import count
from pathlib import Path
from typing import Any, Protocol

import obstore
import pytest
from obstore.store import S3Store

from bihuan.documents.content.store import address

NAME = "evidence"
ACCESS = {"access_key_id": "test", "secret_access_key": "test-only", "region": "us-east-1"}


class Contents(Protocol):
    """Looks into a store behind its back."""

    def names(self) -> list[str]:
        """Everything that lies there."""

    def put(self, sha256: str, data: bytes) -> None:
        """Other bytes under an address."""

    def remove(self, sha256: str) -> None:
        """Take a content away."""


class Folder:
    """A local folder."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def names(self) -> list[str]:
        return [path.name for path in self.root.rglob("*") if path.is_file()]

    def put(self, sha256: str, data: bytes) -> None:
        (self.root / address(sha256)).write_bytes(data)

    def remove(self, sha256: str) -> None:
        (self.root / address(sha256)).unlink()


class Bucket:
    """A place of its own in a bucket; `told` is the platform's setting."""

    def __init__(self, *, endpoint: str, prefix: str, **_: str) -> None:
        self.told = {"bucket": NAME, "prefix": prefix, "endpoint": endpoint, **ACCESS}
        self.store = S3Store(
            NAME,
            prefix=prefix,
            endpoint=endpoint,
            client_options={"allow_http": True, "timeout": timedelta(seconds=10)},
            **ACCESS,  # type: ignore[arg-type]
        )

    def names(self) -> list[str]:
        return [one["path"] for page in obstore.list(self.store) for one in page]

    def put(self, sha256: str, data: bytes) -> None:
        obstore.put(self.store, address(sha256), data)

    def remove(self, sha256: str) -> None:
        obstore.delete(self.store, address(sha256))


@pytest.fixture(scope="session")
def s3() -> Iterator[str]:
    """An object store on a free port of this machine; its address."""
    from moto.server import ThreadedMotoServer  # it takes a second, and few tests need it

    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    endpoint = f"http://{host}:{port}"
    made = urllib.request.Request(f"{endpoint}/{NAME}", method="PUT")
    urllib.request.urlopen(made).close()
    yield endpoint
    server.stop()


_numbers = count()


@pytest.fixture
def bucket(s3: str, settings: Any) -> Bucket:
    """The platform keeps its contents in an empty place of a bucket."""
    made = Bucket(endpoint=s3, prefix=f"place/{next(_numbers)}")
    settings.EVIDENCE = made.told
    return made
