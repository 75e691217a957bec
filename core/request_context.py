"""What the request in hand is called and where it came from, for logs and audit."""

import ipaddress
from contextvars import ContextVar

request_id: ContextVar[str] = ContextVar("request_id", default="-")
client_address: ContextVar[str | None] = ContextVar("client_address", default=None)


def counted_address() -> str | None:
    """By what attempts from the client's address are counted: of IPv6 its /64, of which a single machine has every
    address; IPv4 stays what it is where it is written as IPv6."""
    text = client_address.get()
    if text is None:
        return None
    address = ipaddress.ip_address(text)
    if isinstance(address, ipaddress.IPv6Address):
        if address.ipv4_mapped:
            return str(address.ipv4_mapped)
        return str(ipaddress.IPv6Address(int(address) >> 64 << 64))
    return str(address)
