"""HTTP for channels: one POST with a time limit; what fails says whether trying again helps."""

import json
import urllib.error
import urllib.request
from collections.abc import Mapping
from typing import Final

from bihuan.notify.error import ChannelError

TIMEOUT_S: Final = 10
MOST_ANSWER: Final = 65536
TRY_AGAIN: Final = frozenset({408, 425, 429, 500, 502, 503, 504})


def post(url: str, body: bytes, headers: Mapping[str, str]) -> bytes:
    """Send and return what came back with 2xx.

    Raises:
        ChannelError: permanent for a refused address or request, temporary for everything that
            may pass by itself.
    """
    if not url.startswith(("http://", "https://")):
        raise ChannelError("地址须以 http:// 或 https:// 开头", permanent=True)
    request = urllib.request.Request(url, data=body, headers=dict(headers), method="POST")
    try:
        with urllib.request.urlopen(request, timeout=TIMEOUT_S) as answer:
            return bytes(answer.read(MOST_ANSWER))
    except urllib.error.HTTPError as error:
        with error:
            raise _refused(error) from error
    except (OSError, ValueError) as error:
        raise ChannelError(f"连接失败：{_words(error)}", permanent=False) from error


def post_json(
    url: str, body: Mapping[str, object], headers: Mapping[str, str] | None = None
) -> dict[str, object]:
    """Send JSON and read JSON.

    Raises:
        ChannelError: as `post`; temporary as well when the answer is not JSON.
    """
    content = {"Content-Type": "application/json; charset=utf-8", **(headers or {})}
    answer = post(url, json.dumps(body, ensure_ascii=False).encode(), content)
    try:
        said = json.loads(answer)
    except ValueError as error:
        raise ChannelError("对方返回的不是 JSON", permanent=False) from error
    return said if isinstance(said, dict) else {"answer": said}


def _refused(error: urllib.error.HTTPError) -> ChannelError:
    wait = error.headers.get("Retry-After", "") if error.headers else ""
    return ChannelError(
        f"对方返回 HTTP {error.code}",
        permanent=error.code not in TRY_AGAIN,
        wait_s=int(wait) if wait.isdigit() else 0,
    )


def _words(error: Exception) -> str:
    reason = getattr(error, "reason", error)
    return "超时" if isinstance(reason, TimeoutError) else str(reason)[:120]
