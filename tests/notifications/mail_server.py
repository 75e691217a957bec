"""A real SMTP server for tests: it takes messages over, or does what the test tells it to do instead."""

import asyncio
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

from aiosmtpd.controller import Controller


@dataclass
class MailServer:
    """messages: what was taken over, in order. rcpt, data: answers instead of 250 (for the next times, in order).
    cuts: how often the connection is to break after the message was taken, before it is confirmed. is_slow: it has the
    message and does not answer, until this is false.
    """

    messages: list[tuple[str, EmailMessage]] = field(default_factory=list)
    rcpt: list[str] = field(default_factory=list)
    data: list[str] = field(default_factory=list)
    cuts: int = 0
    is_slow: bool = False
    seen: list[str] = field(default_factory=list)
    port: int = 0

    async def handle_RCPT(  # noqa: N802 - the server asks for this name
        self, server: Any, session: Any, envelope: Any, address: str, options: Any
    ) -> str:
        self.seen.append(address)
        if self.rcpt:
            return self.rcpt.pop(0)
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802 - as above
        if self.data:
            return self.data.pop(0)
        parsed = message_from_bytes(envelope.content, policy=policy.default)
        assert isinstance(parsed, EmailMessage)
        self.messages.append((envelope.rcpt_tos[0], parsed))
        while self.is_slow:
            await asyncio.sleep(0.05)
        if self.cuts:
            self.cuts -= 1
            server.transport.abort()
        return "250 OK"

    def text(self, number: int = -1) -> str:
        """Everything that a message says, headers and both bodies, decoded."""
        message = self.messages[number][1]
        bodies = [part.get_content() for part in message.walk() if not part.is_multipart()]
        return "\n".join([*(f"{name}: {value}" for name, value in message.items()), *bodies])

    def recipients(self) -> list[str]:
        return sorted(address for address, _ in self.messages)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def running(port: int = 0) -> Iterator[MailServer]:
    """A server of this machine (port 0: a free one), until the block ends."""
    server = MailServer(port=port or free_port())
    controller = Controller(server, hostname="127.0.0.1", port=server.port, ready_timeout=30)
    controller.start()
    try:
        yield server
    finally:
        controller.stop()
