"""JSON kept small in a binary column (压缩存放)."""

import json
import zlib
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder


def pack(value: Any) -> bytes:
    """The value as compressed JSON; days and decimals become text.

    >>> unpack(pack({"企业": [1, None]}))
    {'企业': [1, None]}
    """
    return zlib.compress(json.dumps(value, cls=DjangoJSONEncoder, ensure_ascii=False).encode())


def unpack(kept: bytes | memoryview | None) -> Any:
    """What was packed; None for nothing."""
    return json.loads(zlib.decompress(bytes(kept))) if kept else None
