"""Which addresses of the network may be called: public ones, and private ones only where said."""

from __future__ import annotations

from collections.abc import Collection
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

Address = IPv4Address | IPv6Address
_TRANSLATED = ip_network("64:ff9b::/96")
"""IPv6 in which the last four bytes are an IPv4 address (RFC 6052)."""
_SPECIAL = tuple(
    ip_network(block)
    for block in (
        "192.0.0.0/24",
        "192.88.99.0/24",
        "64:ff9b:1::/48",
        "3fff::/20",
        "5f00::/16",
        "fec0::/10",
    )
)
"""Special by the registries of IANA (RFC 6890, RFC 7526, RFC 8215, RFC 9637, RFC 9602, RFC 3879),
which `ipaddress` does not know in every release. The first holds a cloud's metadata service."""


def is_public(address: str) -> bool:
    """Whether an address in numbers is on the public network.

    Loopback, private, link-local (with the metadata services of clouds), shared, reserved and
    multicast addresses are not, nor IPv6 addresses that hold one of these. Raises `ValueError`
    for a text that is no address.
    """
    meant = _meant(ip_address(address.partition("%")[0]))
    if any(meant in block for block in _SPECIAL):
        return False
    return meant.is_global and not meant.is_multicast and not meant.is_reserved


def may_call(host: str, address: str, *, local: bool, listed: Collection[str]) -> bool:
    """Whether `host`, which resolved to `address`, may be called.

    Private addresses only where the service itself is `local`, or the operator `listed` the host.
    """
    return local or host.casefold() in listed or is_public(address)


def _meant(address: Address) -> Address:
    """The IPv4 address inside an IPv6 one (mapped, 6to4, translated), else the address itself."""
    if isinstance(address, IPv4Address):
        return address
    if inside := address.ipv4_mapped or address.sixtofour:
        return inside
    if address in _TRANSLATED:
        return IPv4Address(int(address) & 0xFFFFFFFF)
    return address
