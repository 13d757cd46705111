"""The adapter that cleans what goes to Flatchr. Knows when to clean and when to refuse; not how to clean.

It wraps the adapter that the session had, and hands it a cleaned copy of the request. Nothing of
urllib3's is overridden, and there is no state between two requests: threads may share it.
"""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING, Any, Self
from urllib.parse import urljoin, urlparse

from requests.adapters import BaseAdapter, HTTPAdapter
from requests.utils import requote_uri

from flatchr_clean.flatchr import HOSTS
from flatchr_clean.payload.body import MAX_BODY_BYTES
from flatchr_clean.requests.auth import refuse_moved_token
from flatchr_clean.requests.cleaning import RequestCleaner
from flatchr_clean.requests.errors import ForeignHost, InsecureTransport
from flatchr_clean.requests.hosts import Hosts, Standing, parse_hosts
from flatchr_clean.requests.redaction import describe_address, describe_request
from flatchr_clean.text.profile import FLATCHR

if TYPE_CHECKING:
    from collections.abc import Iterable

    from requests import PreparedRequest, Response

    from flatchr_clean.requests.cleaning import Fields
    from flatchr_clean.text.profile import Profile

# The redirects after which requests sends the body again (RFC 9110, sections 15.4.8 and 15.4.9).
KEEPS_BODY = (307, 308)


class CleaningAdapter(BaseAdapter):
    """A transport adapter that cleans the requests to some hosts, and hands all of them to another one.

    Requests to other hosts pass through as they are, byte for byte. `flatchr_clean.requests.mount` puts
    one around each adapter that a session has; mounted by hand it cleans the same hosts, whatever the
    prefix it is mounted at.

    Args:
        inner: the adapter that sends; a `requests.adapters.HTTPAdapter` of its own when None.
        hosts: whose requests are cleaned, see `flatchr_clean.requests.hosts`.
        profile: what the service accepts, or the name of a preset.
        fields: which fields are text, HTML, exact or opaque. None is Flatchr's own table; a mapping of rules
            such as ``{"/motto": "exact"}`` is added to it; a `FieldPolicy` replaces it, as does a function
            that takes the method and the URL of a request and returns a policy.
        max_body_bytes: the longest body that is read, unpacked.
        strict: refuse a stream that cannot be read (an encoder of forms larger than the memory), instead of
            sending it as it is with an `OpaqueStreamWarning`.

    Raises:
        InvalidProfile: there is no such profile.
        InvalidFields: a rule makes no sense.
        InvalidOption: the limit is none.
        InvalidAddress: a host makes no sense.
    """

    def __init__(  # noqa: PLR0913 - each by its name and with a default
        self,
        inner: BaseAdapter | None = None,
        *,
        hosts: Iterable[str] | str = HOSTS,
        profile: Profile | str = FLATCHR,
        fields: Fields = None,
        max_body_bytes: int = MAX_BODY_BYTES,
        strict: bool = False,
    ) -> None:
        super().__init__()
        self.inner = HTTPAdapter() if inner is None else inner
        self.hosts: Hosts = parse_hosts(hosts)
        self.cleaner = RequestCleaner.make(profile, fields, max_body_bytes, strict=strict)

    def __repr__(self) -> str:
        return f"<CleaningAdapter around {self.inner!r}>"

    def around(self, inner: BaseAdapter) -> Self:
        """Make one with the same settings around another adapter."""
        twin = copy.copy(self)
        twin.inner = inner
        return twin

    def does_the_same_as(self, other: object) -> bool:
        """Tell whether `other` is such an adapter with the same settings."""
        return isinstance(other, CleaningAdapter) and (other.hosts, other.cleaner) == (
            self.hosts,
            self.cleaner,
        )

    def __getattr__(self, name: str) -> Any:
        # Debugging tools read pools and proxies from `response.connection`. Names with underscores are
        # left out: pickle and copy ask for those before there is an inner adapter to ask.
        if name.startswith("_") or name == "inner":
            raise AttributeError(name)
        return getattr(self.inner, name)

    def send(  # noqa: PLR0913, PLR0917 - the signature of requests
        self,
        request: PreparedRequest,
        stream: bool = False,  # noqa: FBT001, FBT002 - the signature of requests
        timeout: Any = None,
        verify: bool | str = True,  # noqa: FBT001, FBT002 - the signature of requests
        cert: Any = None,
        proxies: Any = None,
        **others: Any,
    ) -> Response:
        """Clean a request, if it goes to one of the hosts, and send it.

        Args:
            request: the prepared request. A body that can be read only once is replaced in it, see
                `flatchr_clean.requests.cleaning`; nothing else changes.
            stream: handed on, as are all that follow.
            timeout: handed on.
            verify: handed on.
            cert: handed on.
            proxies: handed on.
            **others: handed on, for adapters that take more.

        Returns:
            The inner adapter's response: its ``request`` is what was sent, its ``connection`` this adapter.

        Raises:
            InsecureTransport: the host is reached without TLS, or the answer redirects the body there.
            ForeignHost: the address was changed to one that the request's token is not for, or the answer
                redirects the body to another host.
            UncleanableBody: the body cannot be cleaned; nothing was sent.
            StaleSignature: the body changed, and a header signs what it was; nothing was sent.
        """
        refuse_moved_token(request)
        standing = self.hosts.standing(request.url or "")
        if standing is Standing.INSECURE:
            raise InsecureTransport.unsent(
                request, "http would show the text and the token to the whole network, use https"
            )
        meant = standing is Standing.MEANT
        if meant:
            request = self.cleaner.clean(request)
        response = self.inner.send(
            request, stream=stream, timeout=timeout, verify=verify, cert=cert, proxies=proxies, **others
        )
        if meant and response.status_code in KEEPS_BODY and response.is_redirect:
            self._refuse_departure(response)
        # Who sends again through the response (Digest authentication does) comes by here again.
        response.connection = self  # type: ignore[assignment]
        return response

    def _refuse_departure(self, response: Response) -> None:
        """Raise when a redirect would carry the body away from the hosts, or from TLS."""
        target = find_redirect_target(response)
        if self.hosts.standing(target) is Standing.MEANT:
            return
        response.close()
        unsafe = target.lower().startswith("http:")
        whereabouts = "without TLS" if unsafe else "which is not one of the hosts"
        raise (InsecureTransport if unsafe else ForeignHost)(
            f"{describe_request(response.request)} was answered with a redirect to "
            f"{describe_address(target)}, {whereabouts}: the body was not sent there",
            request=response.request,
            response=response,
        )

    def close(self) -> None:
        """Close the inner adapter."""
        self.inner.close()


def find_redirect_target(response: Response) -> str:
    """Find where requests would go next.

    The steps are those of ``requests.sessions.SessionRedirectMixin``, oddities included: it writes an address
    anew before it looks for the host, which makes one of ``////evil.example``.
    """
    location = response.headers["location"]
    try:
        location = location.encode("latin-1").decode()
        if location.startswith("//"):
            location = f"{urlparse(response.url).scheme}:{location}"
        parts = urlparse(location)
        target = requote_uri(parts.geturl())
        return target if parts.netloc else urljoin(response.url, target)
    except ValueError:  # it is no address, so it is no host of ours
        return location
