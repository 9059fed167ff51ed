"""Hands letters over to the operator's mail server, each in a thread of its own.

The standard library's client: one letter at a time needs nothing that it lacks, and no further
part to be kept up to date.
"""

import asyncio
import smtplib
import ssl
from dataclasses import dataclass
from email.message import EmailMessage
from email.utils import formatdate
from urllib.parse import parse_qs, unquote, urlsplit

from civic.kernel.letters import Enclosure, Letter, Undeliverable

TIMEOUT = 30.0
_HERE = frozenset({"localhost", "127.0.0.1", "::1"})


@dataclass(frozen=True, slots=True, kw_only=True)
class MailServer:
    host: str
    port: int
    sender: str
    user: str = ""
    password: str = ""
    is_tls: bool = False
    """From the first byte; otherwise STARTTLS, which only a server on this machine may lack."""

    def __repr__(self) -> str:
        return f"MailServer({self.host}:{self.port})"


def read_mail_server(given: str) -> MailServer:
    """`smtp://user:password@host:587?from=office@town.ua`, or `smtps://…`. Raise ValueError."""
    parts = urlsplit(given)
    if parts.scheme not in {"smtp", "smtps"} or not parts.hostname:
        raise ValueError("an address of a mail server is smtp://host or smtps://host")
    user = unquote(parts.username or "")
    sender = parse_qs(parts.query).get("from", [user])[0]
    if "@" not in sender or any(char.isspace() for char in sender):
        raise ValueError("a mail server's address says who writes: ?from=office@town.ua")
    is_tls = parts.scheme == "smtps"
    return MailServer(
        host=parts.hostname,
        port=parts.port or (465 if is_tls else 587),
        sender=sender,
        user=user,
        password=unquote(parts.password or ""),
        is_tls=is_tls,
    )


class SmtpPost:
    def __init__(self, server: MailServer, *, timeout_seconds: float = TIMEOUT) -> None:
        self._server = server
        self._timeout = timeout_seconds

    async def __call__(self, letter: Letter, enclosed: Enclosure | None) -> None:
        """Raise Undeliverable where the server says that it never will take it."""
        message = _message(letter, enclosed, self._server.sender)
        await asyncio.to_thread(self._send, message)

    def _send(self, message: EmailMessage) -> None:
        try:
            with self._connected() as client:
                client.send_message(message)
        except smtplib.SMTPRecipientsRefused as refused:
            code, said = next(iter(refused.recipients.values()))
            _raise_for_good(code, said)
            raise
        except smtplib.SMTPResponseException as refused:
            # Who we are may be mended by the operator; what we say never is.
            if not isinstance(refused, smtplib.SMTPAuthenticationError):
                _raise_for_good(refused.smtp_code, refused.smtp_error)
            raise

    def _connected(self) -> smtplib.SMTP:
        server, secure = self._server, ssl.create_default_context()
        if server.is_tls:
            client: smtplib.SMTP = smtplib.SMTP_SSL(
                server.host, server.port, timeout=self._timeout, context=secure
            )
        else:
            client = smtplib.SMTP(server.host, server.port, timeout=self._timeout)
        try:
            client.ehlo()
            if not server.is_tls and client.has_extn("starttls"):
                client.starttls(context=secure)
                client.ehlo()
            elif not server.is_tls:
                _check_here(server)
            if server.user and server.password:
                client.login(server.user, server.password)
        except BaseException:
            client.close()
            raise
        return client


def _check_here(server: MailServer) -> None:
    if server.host not in _HERE:
        raise smtplib.SMTPException("the mail server offers no encryption")


def _message(letter: Letter, enclosed: Enclosure | None, sender: str) -> EmailMessage:
    message = EmailMessage()
    message["From"] = sender
    message["To"] = letter.to
    message["Subject"] = " ".join(letter.subject.split())
    message["Date"] = formatdate()
    # The same at each attempt: a server that has it already may tell.
    domain = sender.rpartition("@")[2]
    message["Message-ID"] = f"<{letter.community}.{letter.id}@{domain}>"
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(letter.body)
    if enclosed is not None:
        kind, _, subtype = enclosed.media_type.partition("/")
        message.add_attachment(
            enclosed.content, maintype=kind, subtype=subtype, filename=enclosed.name
        )
    return message


def _raise_for_good(code: int, said: bytes | str) -> None:
    if 500 <= code < 600:
        words = said.decode(errors="replace") if isinstance(said, bytes) else said
        raise Undeliverable(f"{code} {words}") from None
