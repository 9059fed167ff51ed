"""Which addresses may be asked: public ones over https, and what the operator named besides."""

import ipaddress
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Network = ipaddress.IPv4Network | ipaddress.IPv6Network
_PORTS = {"https": 443, "http": 80}
_INSIDE_V6 = ipaddress.IPv6Network("64:ff9b::/96")
"""Where a network translates to IPv4: the last 32 bits are the address meant."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Allowance:
    """The operator's exceptions; none of them lets a redirect or a longer answer through."""

    origins: frozenset[tuple[str, str, int]] = frozenset()
    """Scheme, host and port: may be plain http, and may lie in a private network."""
    networks: tuple[Network, ...] = ()
    """May be asked over https though they are private."""

    def is_origin(self, scheme: str, host: str, port: int) -> bool:
        return (scheme, host.lower().rstrip("."), port) in self.origins

    def holds(self, address: Address) -> bool:
        return any(
            address in network for network in self.networks if network.version == address.version
        )


def read_allowance(written: str) -> Allowance:
    """`http://roads.example:8080, 10.2.0.0/16`; raise ValueError with the part."""
    origins: set[tuple[str, str, int]] = set()
    networks: list[Network] = []
    for part in (one.strip() for one in written.split(",")):
        if not part:
            continue
        if "://" in part:
            origins.add(_origin(part))
            continue
        try:
            networks.append(ipaddress.ip_network(part))
        except ValueError:
            raise ValueError(
                f"{part!r} is neither an address such as http://roads.example:8080 nor a network"
                " such as 10.2.0.0/16"
            ) from None
    return Allowance(origins=frozenset(origins), networks=tuple(networks))


def is_public(address: Address) -> bool:
    """Reached by everybody; what hides another address within counts as that one."""
    if isinstance(address, ipaddress.IPv6Address):
        within = _within(address)
        if within is not None:
            return is_public(within)
    return address.is_global and not (
        address.is_multicast
        or address.is_private
        or address.is_reserved
        or address.is_unspecified
        or address.is_loopback
        or address.is_link_local
    )


def first_unfit(addresses: Sequence[Address], allowance: Allowance) -> Address | None:
    """One is enough: a name that also stands for a private address is not asked."""
    return next((one for one in addresses if not (is_public(one) or allowance.holds(one))), None)


def _within(address: ipaddress.IPv6Address) -> ipaddress.IPv4Address | None:
    if address.ipv4_mapped is not None:
        return address.ipv4_mapped
    if address.sixtofour is not None:
        return address.sixtofour
    if address.teredo is not None:
        return address.teredo[1]
    if address in _INSIDE_V6:
        return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    return None


def _origin(part: str) -> tuple[str, str, int]:
    named = urlsplit(part)
    if named.scheme not in _PORTS or not named.hostname or named.path.strip("/"):
        raise ValueError(f"{part!r} is not an address such as http://roads.example:8080")
    return named.scheme, named.hostname.lower().rstrip("."), named.port or _PORTS[named.scheme]
