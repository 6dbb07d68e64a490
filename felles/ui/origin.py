"""Where a request comes from, and where it may be sent on to."""

from __future__ import annotations

import ipaddress

from django.conf import settings
from django.http import HttpRequest
from django.utils.http import url_has_allowed_host_and_scheme


def client_address(request: HttpRequest) -> str:
    """The caller's address; of IPv6 the network, since one household has endless addresses.

    Behind one's own proxies the address is the one that the outermost of them saw. What stands
    further to the left in the header was written by the caller and proves nothing.
    """
    address = str(request.META.get("REMOTE_ADDR", ""))
    seen = str(request.META.get("HTTP_X_FORWARDED_FOR", "")).split(",")
    if settings.PROXIES and len(seen) >= settings.PROXIES:
        address = seen[-settings.PROXIES].strip() or address
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return "unknown"
    if parsed.version == 6:
        return str(ipaddress.ip_network((parsed, 64), strict=False))
    return str(parsed)


def next_page(request: HttpRequest, otherwise: str) -> str:
    """The page on this site that the request asks to go on to, else ``otherwise``."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    is_ours = url_has_allowed_host_and_scheme(
        wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return wanted if is_ours else otherwise
