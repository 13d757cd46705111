"""The adapter that cleans what goes to Flatchr. Knows when to clean and when to refuse; not how to clean.

It wraps the adapter that the session had, and hands it a cleaned copy of the request. Nothing of
urllib3's is overridden, and there is no state between two requests: threads may share it.
"""

from __future__ import annotations

import copy
from typing import Any, Self, Unpack

from requests import PreparedRequest, Response
from requests.adapters import BaseAdapter, HTTPAdapter
from urllib3.exceptions import UnrewindableBodyError
from urllib3.util import Retry

from flatchr_clean.http.destinations import refuse_insecure
from flatchr_clean.http.hosts import Hosts, Standing
from flatchr_clean.http.options import Settings, check_names
from flatchr_clean.http.policy import CleaningPolicy
from flatchr_clean.http.refusals import InvalidOption, LostBody
from flatchr_clean.requests.auth import refuse_moved_token
from flatchr_clean.requests.bodies import OnceBody, can_be_read_once, rewind
from flatchr_clean.requests.cleaning import PreparedCleaner
from flatchr_clean.requests.errors import become, read_head, refusing
from flatchr_clean.requests.notes import maybe_refuse, note_redirect
from flatchr_clean.requests.retrying import with_retries

OWN = frozenset({"inner", "policy", "cleaner"})
"""The attributes of a `CleaningAdapter` that are not its inner adapter's, whatever that has."""


class CleaningAdapter(BaseAdapter):
    """A transport adapter that cleans the requests to some hosts, and hands all of them to another one.

    Requests to other hosts pass through as they are, byte for byte. `flatchr_clean.requests.mount` puts
    one around each adapter that a session has; mounted by hand it cleans the same hosts, whatever the
    prefix it is mounted at.

    Args:
        inner: the adapter that sends; a `requests.adapters.HTTPAdapter` of its own when None.
        hosts: whose requests are cleaned, see `flatchr_clean.http.hosts`.
        profile: what the service accepts, or the name of a preset.
        fields: which fields are text, HTML, exact or opaque. None is Flatchr's own table; a mapping of rules
            such as ``{"/motto": "exact"}`` is added to it; a `FieldPolicy` replaces it, as does a function
            that takes the method and the URL of a request and returns a policy.
        max_body_bytes: the most bytes of text that are read, unpacked. Files that are only carried do not
            count, as parts of a form or under a type of their own.
        strict: refuse a stream that cannot be read (an encoder of forms larger than the memory), instead of
            sending it as it is with an `OpaqueStreamWarning`; refuse to follow a redirect without the body
            that was sent, instead of following it with a `LostBodyWarning`.
        on_cleaned: a function that is called with the `flatchr_clean.http.findings.Findings` and the
            `flatchr_clean.http.redaction.RequestName` of each request in which something was found, where
            its line of log is written: before it is sent, in the thread that sends it. An error in it is
            logged, and the request is sent all the same.

    Raises:
        InvalidProfile: there is no such profile.
        InvalidFields: a rule makes no sense.
        InvalidOption: the limit, the inner adapter or `on_cleaned` is none, or `strict` is neither True nor
            False.
        InvalidAddress: a host makes no sense.
    """

    def __init__(self, inner: BaseAdapter | None = None, **settings: Unpack[Settings]) -> None:
        check_names(type(self), settings)
        super().__init__()
        if isinstance(inner, type) or not (inner is None or callable(getattr(inner, "send", None))):
            raise InvalidOption("inner is an adapter of requests, as HTTPAdapter() makes one, or None")
        self.inner = HTTPAdapter() if inner is None else inner
        policy = CleaningPolicy.make(**settings)
        self.policy = policy
        self.cleaner = PreparedCleaner(policy.rules, strict=policy.strict, teller=policy.teller)

    @property
    def hosts(self) -> Hosts:
        """Whose requests are cleaned."""
        return self.policy.hosts

    def __repr__(self) -> str:
        return f"<CleaningAdapter around {self.inner!r}>"

    def around(self, inner: BaseAdapter) -> Self:
        """Make one with the same settings around another adapter."""
        twin = copy.copy(self)
        twin.inner = inner
        return twin

    def does_the_same_as(self, other: object) -> bool:
        """Tell whether `other` is such an adapter with the same settings."""
        return isinstance(other, CleaningAdapter) and (
            (other.policy, other.cleaner) == (self.policy, self.cleaner)
        )

    # To programs it is the adapter that they mounted: they read its pools, set its `max_retries`, and ask
    # whether it is an HTTPAdapter.

    @property  # type: ignore[misc]
    def __class__(self) -> type[Any]:
        """The inner adapter's class, for `isinstance`; `type` tells this one."""
        return self.inner.__class__ if "inner" in vars(self) else type(self)

    def __getattr__(self, name: str) -> Any:
        # pickle and copy ask for names of the language before there is an inner adapter.
        if name.startswith("__") or name == "inner":
            raise AttributeError(name)
        return getattr(self.inner, name)

    def __setattr__(self, name: str, value: Any) -> None:
        is_own = name in OWN or hasattr(type(self), name) or not hasattr(vars(self).get("inner"), name)
        if is_own:
            super().__setattr__(name, value)
        else:
            setattr(self.inner, name, value)

    def __delattr__(self, name: str) -> None:
        if name in vars(self):
            super().__delattr__(name)
        else:
            delattr(self.inner, name)

    def __reduce_ex__(self, _protocol: Any) -> tuple[Any, ...]:
        """Pickle and copy it as what it is: by itself, pickle would take `__class__` at its word."""
        return _restore, (type(self), vars(self).copy())

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

        A body that can be read only once is replaced in the request, see `flatchr_clean.requests.cleaning`;
        nothing else changes there. All other arguments are handed on, those too that only some adapters take.

        Returns:
            The inner adapter's response: its ``request`` is what was sent, its ``connection`` this adapter;
            from one of the hosts, its ``flatchr_clean`` is the `flatchr_clean.http.findings.Findings`.

        Raises:
            InsecureTransport: the host is reached without TLS, or a redirect leads the body there.
            ForeignHost: the address was changed to one that the request's token is not for, or a redirect
                leads the body to another host.
            LostBody: the body can be read only once, and was; or a redirect has dropped it, and the adapter
                is strict.
            UncleanableBody: the body cannot be cleaned; nothing was sent.
            StaleSignature: the body changed, and a header signs what it was; nothing was sent.
        """
        refuse_moved_token(request)
        standing = self.hosts.standing(request.url or "")
        if refusal := maybe_refuse(request, standing):
            self.policy.judge(refusal)
        body: object = request.body
        with refusing(request) as head:
            refuse_insecure(head, standing)
            if isinstance(body, OnceBody) and body.is_spent:
                raise LostBody.spent(head)
        settings = {"stream": stream, "timeout": timeout, "verify": verify, "cert": cert, "proxies": proxies}
        if standing is not Standing.MEANT:
            response = self.inner.send(request, **settings, **others)
            note_redirect(request, None)
        else:
            response = self._send_cleaned(request, **settings, **others)
            note_redirect(request, response)
        # Who sends again through the response (Digest authentication does) comes by here again.
        response.connection = self  # type: ignore[assignment]
        return response

    def _send_cleaned(self, request: PreparedRequest, **settings: Any) -> Response:
        rewind(request)
        sent, findings = self.cleaner.clean_and_tell(request)
        body: object = sent.body
        if sent is request and can_be_read_once(body):  # it goes out unread
            body = request.body = OnceBody.around(body)  # type: ignore[assignment]
        inner = without_retries(self.inner) if isinstance(body, OnceBody) else self.inner
        try:
            response = inner.send(sent, **settings)
        except UnrewindableBodyError:
            refusal = become(LostBody.spent(read_head(request)), request)
        else:
            response.flatchr_clean = findings  # type: ignore[attr-defined]
            return response
        raise refusal

    def close(self) -> None:
        """Close the inner adapter."""
        self.inner.close()


def _restore(kind: type[CleaningAdapter], state: dict[str, Any]) -> CleaningAdapter:
    adapter = kind.__new__(kind)
    vars(adapter).update(state)
    return adapter


def without_retries(adapter: BaseAdapter) -> BaseAdapter:
    """Give an adapter that shares everything with another one, its connections too, but tries once.

    An adapter of another make that tries again all the same is stopped by `OnceBody`.
    """
    if not issubclass(type(adapter), HTTPAdapter):
        return adapter
    return with_retries(adapter, Retry(0, read=False))  # those that requests has by default
