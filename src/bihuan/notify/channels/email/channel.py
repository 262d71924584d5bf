"""E-mail by SMTP; the Message-ID stays the same over attempts, so that a repeat can be told."""

import smtplib
from collections.abc import Mapping
from email.message import EmailMessage
from email.utils import format_datetime

from bihuan.notify.channels.contract import Field, Limits, Outgoing, Receipt
from bihuan.notify.error import ChannelError

TIMEOUT_S = 20


class Email:
    """电子邮件."""

    code = "email"
    label = "电子邮件"
    is_group = False
    limits = Limits(bytes=200_000, per_minute=60, picture="作为附件随邮件发送")
    fields = (
        Field("host", "服务器"),
        Field("port", "端口", default="465"),
        Field("security", "加密方式", default="ssl", help="ssl、starttls 或 none"),
        Field("user", "用户名", required=False),
        Field("password", "密码或授权码", is_secret=True, required=False),
        Field("sender", "发件人", help="如：platform@example.gov.cn"),
    )

    def send(self, outgoing: Outgoing, settings: Mapping[str, str]) -> Receipt:
        """One mail to one mailbox, the picture attached."""
        mail = composed(outgoing, settings["sender"])
        try:
            with _connected(settings) as server:
                if settings.get("user"):
                    server.login(settings["user"], settings.get("password", ""))
                server.send_message(mail)
        except smtplib.SMTPRecipientsRefused as error:
            code, words = next(iter(error.recipients.values()))
            raise _refused(code, words) from error
        except smtplib.SMTPResponseException as error:
            raise _refused(error.smtp_code, error.smtp_error) from error
        except (OSError, smtplib.SMTPException, ValueError) as error:
            raise ChannelError(
                f"邮件服务器连接失败：{str(error)[:120]}", permanent=False
            ) from error
        return Receipt(reference=mail["Message-ID"])


def composed(outgoing: Outgoing, sender: str) -> EmailMessage:
    """The mail as it goes on the wire."""
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = sender, outgoing.address, outgoing.title
    mail["Date"] = format_datetime(outgoing.now)
    domain = sender.rpartition("@")[2].strip("<> ") or "localhost"
    mail["Message-ID"] = f"<{outgoing.reference}@{domain}>"
    tail = f"\n\n{outgoing.link}" if outgoing.link else ""
    mail.set_content(outgoing.text + tail + "\n")
    if outgoing.picture:
        mail.add_attachment(outgoing.picture, maintype="image", subtype="png", filename="chart.png")
    return mail


def _connected(settings: Mapping[str, str]) -> smtplib.SMTP:
    host, port = settings["host"], int(settings.get("port") or 465)
    if settings.get("security", "ssl") == "ssl":
        return smtplib.SMTP_SSL(host, port, timeout=TIMEOUT_S)
    server = smtplib.SMTP(host, port, timeout=TIMEOUT_S)
    if settings.get("security") == "starttls":
        server.starttls()
    return server


def _refused(code: int, words: bytes | str) -> ChannelError:
    said = words.decode("utf-8", "replace") if isinstance(words, bytes) else words
    return ChannelError(f"邮件服务器返回 {code}：{said[:120]}", permanent=code >= 500)
