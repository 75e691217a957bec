"""What the request in hand is called and where it came from, for logs and audit."""

from contextvars import ContextVar

request_id: ContextVar[str] = ContextVar("request_id", default="-")
client_address: ContextVar[str | None] = ContextVar("client_address", default=None)
