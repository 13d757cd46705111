"""The certificate of the stand-in: an authority of its own, made at each start and thrown away.

Knows trustme and the ssl module. Must not know HTTP. The authority's key never leaves the process; the
only file is the public certificate that a client is told to trust.
"""

from __future__ import annotations

import ssl
from typing import TYPE_CHECKING

from flatchr_clean.errors import CleaningError, MissingExtra

if TYPE_CHECKING:
    from pathlib import Path

LOOPBACK_NAMES = ("localhost", "127.0.0.1", "::1")

# So that a program can keep its addresses where these names are made to lead to loopback.
SERVICE_NAMES = ("api.flatchr.io", "careers.flatchr.io", "api.demo.flatchr.io")


class SandboxError(CleaningError, RuntimeError):
    """The sandbox can't start, or is not running: a port is taken, a token is none."""


def make_certificate(ca_bundle: Path) -> ssl.SSLContext:
    """Make an authority and a certificate for this machine's own names.

    Args:
        ca_bundle: where to write the authority's certificate, in PEM.

    Returns:
        A server's TLS context that shows the certificate.

    Raises:
        MissingExtra: trustme is not installed; the message says how to install it.
    """
    try:
        import trustme
    except ImportError as error:
        raise MissingExtra(
            "The sandbox makes its certificate with trustme, which is not installed", "demo"
        ) from error
    authority = trustme.CA(organization_name="flatchr-clean sandbox")
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert(*LOOPBACK_NAMES, *SERVICE_NAMES).configure_cert(context)
    authority.cert_pem.write_to_path(str(ca_bundle))
    return context
