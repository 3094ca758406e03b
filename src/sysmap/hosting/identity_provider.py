"""Sign-in through an organisation's identity provider, by OpenID Connect: authorisation code with PKCE, state and nonce."""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import requests
from authlib.common.errors import AuthlibBaseError
from authlib.integrations.requests_client import OAuth2Session
from authlib.oidc.core import CodeIDToken
from joserfc import jwt
from joserfc.errors import InvalidKeyIdError, JoseError
from joserfc.jwk import KeySet
from joserfc.jws import JWSRegistry

from sysmap.core.problem import Problem, Refused
from sysmap.hosting.accounts import Identity
from sysmap.hosting.events import tell

__all__ = ["MINUTES", "Attempt", "IdentityProvider"]

MINUTES = 10
"""How long somebody may take at the provider."""
_SKEW = 120
"""Seconds by which the clocks of the provider and of the servers may differ."""
_WAIT = 5.0
_FRESH = 3_600.0
_ALGORITHMS = tuple(f"{kind}{bits}" for kind in ("RS", "PS", "ES") for bits in (256, 384, 512))
"""Signatures that only the provider can make: nothing unsigned, and nothing signed with a secret that others hold."""
_LOCAL = ("127.0.0.1", "::1", "localhost")
_AGAIN = "Begin the sign-in again."


@dataclass(frozen=True, slots=True)
class Attempt:
    """One browser's way to the provider and back. State, nonce and verifier are made of one value that only this browser holds,
    so that no server has to keep them.

    Attributes
    ----------
    value : what the browser holds: when it set out (seconds), and a random text.

    Examples
    --------
    >>> one = Attempt.begin(now=1_000_000_000)
    >>> one.holds(now=1_000_000_000 + 60), one.holds(now=1_000_000_000 + 3_600)
    (True, False)
    >>> len({one.state, one.nonce, one.verifier})
    3
    """

    value: str

    @classmethod
    def begin(cls, now: float | None = None) -> Attempt:
        """Somebody sets out."""
        return cls(f"{int(time.time() if now is None else now)}.{secrets.token_urlsafe(32)}")

    def holds(self, now: float | None = None) -> bool:
        """Whether this is one, and not too old."""
        found = re.fullmatch(r"(\d{10})\.[A-Za-z0-9_-]{43}", self.value, re.ASCII)
        return found is not None and -_SKEW <= (time.time() if now is None else now) - int(found[1]) <= MINUTES * 60

    @property
    def state(self) -> str:
        """What the provider sends back with the browser, so that nobody is sent back who did not set out here."""
        return self._made_for(b"state")

    @property
    def nonce(self) -> str:
        """What the provider's token has to hold, so that a token made for another sign-in is worth nothing here."""
        return self._made_for(b"nonce")

    @property
    def verifier(self) -> str:
        """What only the one who set out can show, so that a code that was overheard is worth nothing (PKCE, RFC 7636)."""
        return self._made_for(b"verifier")

    def _made_for(self, purpose: bytes) -> str:
        return hmac.new(self.value.encode("utf-8", "surrogatepass"), purpose, hashlib.sha256).hexdigest()


@dataclass(frozen=True, slots=True)
class _Metadata:
    authorisation: str
    token: str
    userinfo: str | None
    keys: KeySet
    algorithms: tuple[str, ...]
    method: str
    until: float


class IdentityProvider:
    """The provider that an operator trusts.

    Parameters
    ----------
    issuer : its address, exactly as it calls itself, such as ``https://login.town.example``.
    client : the id under which it knows this service.
    secret : what it gave this service; `None` for a public client, which PKCE alone protects.

    Raises
    ------
    Refused : if the issuer is no address with https (http only on this computer), or the client is missing.

    Notes
    -----
    OpenID Connect Core 1.0 and Discovery 1.0; RFC 9207 for the issuer in the answer.
    """

    def __init__(self, issuer: str, client: str, secret: str | None = None) -> None:
        parts = urlsplit(issuer)
        if not parts.hostname or parts.query or parts.fragment or not self._safe(issuer):
            raise _refused(f"{issuer} is not the address of an identity provider.", "Write it as https://login.example.org.")
        if not client.strip():
            raise _refused("The identity provider needs an id by which it knows this service.", "Give --oidc-client.")
        self.issuer, self.client, self._secret = issuer, client, secret or None
        self.name = parts.netloc
        self._metadata: _Metadata | None = None
        self._turn = threading.Lock()

    def check(self) -> bool:
        """Look whether the provider answers; `False` if it does not just now.

        Raises
        ------
        Refused : if what answers is not this provider.
        """
        try:
            self._known()
        except _Silent:
            return False
        return True

    def address(self, attempt: Attempt, back: str) -> str:
        """Where the browser goes to sign in.

        Parameters
        ----------
        back : the address of this service to which the provider sends the browser back.

        Raises
        ------
        Refused : if the provider does not answer.
        """
        known = self._known()
        with self._session(back, known.method) as session:
            url, _ = session.create_authorization_url(known.authorisation, state=attempt.state, nonce=attempt.nonce,
                                                      code_verifier=attempt.verifier)
        return str(url)

    def identity(self, attempt: Attempt, back: str, answer: Mapping[str, str]) -> Identity:
        """Who came back.

        Parameters
        ----------
        attempt, back : as in `address`.
        answer : the parameters with which the browser came back.

        Raises
        ------
        Refused : if they did not set out here, the provider did not sign them in, its token is not for this sign-in, or it has not
            confirmed their e-mail address.
        """
        if not attempt.holds() or not hmac.compare_digest(answer.get("state", "").encode(), attempt.state.encode()):
            raise _refused("This sign-in was not begun in this browser, or too long ago.", _AGAIN)
        if answer.get("iss", self.issuer) != self.issuer:
            raise _refused("This answer is from another identity provider.", _AGAIN)
        if "error" in answer or not answer.get("code"):
            raise _refused("The identity provider did not sign you in.", "Begin again, or ask who looks after it.")
        known = self._known()
        try:
            with self._session(back, known.method) as session:
                token = session.fetch_token(known.token, grant_type="authorization_code", code=answer["code"], code_verifier=attempt.verifier,
                                            timeout=_WAIT, allow_redirects=False)
                claims = self._claims(token, attempt.nonce)
                if "email" not in claims and known.userinfo is not None:
                    more = session.get(known.userinfo, timeout=_WAIT, allow_redirects=False).json()
                    if more["sub"] != claims["sub"]:
                        raise ValueError("userinfo is of another subject")
                    claims |= {name: more[name] for name in ("email", "email_verified") if name in more}
        except requests.RequestException as error:
            raise _failed(error, "The identity provider does not answer.") from None
        except (AuthlibBaseError, JoseError, KeyError, TypeError, ValueError) as error:
            raise _failed(error, "What the identity provider said cannot be believed.") from None
        subject, email = claims["sub"], claims.get("email")
        if not isinstance(subject, str) or not 0 < len(subject) <= 255:
            raise _refused("The identity provider does not say who you are.", "Ask who looks after it.")
        if claims.get("email_verified") is not True or not isinstance(email, str):
            raise _refused("The identity provider has not confirmed your e-mail address.", "Confirm it there, and begin again.")
        return Identity(self.issuer, subject, email.strip().lower())

    def _claims(self, token: Mapping[str, Any], nonce: str) -> dict[str, Any]:
        text = token["id_token"]
        try:
            signed = self._decoded(text, self._known())
        except InvalidKeyIdError:
            signed = self._decoded(text, self._known(anew=True))
        claims = CodeIDToken(signed.claims, signed.header, {"iss": {"essential": True, "value": self.issuer},
                                                           "aud": {"essential": True, "value": self.client}},
                             {"nonce": nonce, "client_id": self.client, "access_token": token.get("access_token")})
        claims.validate(leeway=_SKEW)
        return dict(claims)

    @staticmethod
    def _decoded(text: str, known: _Metadata) -> jwt.Token:
        return jwt.decode(text, known.keys, registry=JWSRegistry(algorithms=list(known.algorithms), strict_check_header=False))

    def _session(self, back: str, method: str) -> OAuth2Session:
        return OAuth2Session(self.client, self._secret, token_endpoint_auth_method=method, scope="openid email", redirect_uri=back,
                             code_challenge_method="S256")

    # What the provider says about itself

    def _known(self, *, anew: bool = False) -> _Metadata:
        with self._turn:
            if self._metadata is None or anew or self._metadata.until < time.monotonic():
                self._metadata = self._found()
            return self._metadata

    def _found(self) -> _Metadata:
        with requests.Session() as session:
            found = self._asked(session, f"{self.issuer.rstrip('/')}/.well-known/openid-configuration")
            if found.get("issuer") != self.issuer:
                raise _refused(f"The identity provider calls itself {found.get('issuer')!r}, not {self.issuer!r}.",
                               "Give --oidc-issuer exactly as the provider writes it.")
            needed = {name: found.get(name) for name in ("authorization_endpoint", "token_endpoint", "jwks_uri")}
            optional = found.get("userinfo_endpoint")
            for name, value in (*needed.items(), *((("userinfo_endpoint", optional),) if optional is not None else ())):
                if not isinstance(value, str) or not self._safe(value):
                    raise _refused(f"The identity provider says no safe address for {name}.", "Check --oidc-issuer.")
            try:
                keys = KeySet.import_key_set(self._asked(session, str(needed["jwks_uri"])))  # type: ignore[arg-type]
            except (JoseError, KeyError, TypeError, ValueError):
                raise _refused("The keys of the identity provider cannot be read.", "Ask who looks after it.") from None
        offered = found.get("id_token_signing_alg_values_supported", ["RS256"])
        methods = found.get("token_endpoint_auth_methods_supported", ["client_secret_basic"])
        basic = "client_secret_basic" in methods or "client_secret_post" not in methods
        return _Metadata(
            str(needed["authorization_endpoint"]), str(needed["token_endpoint"]), optional, keys,
            tuple(one for one in _ALGORITHMS if one in offered) or ("RS256",),
            "none" if self._secret is None else "client_secret_basic" if basic else "client_secret_post", time.monotonic() + _FRESH)

    @staticmethod
    def _asked(session: requests.Session, url: str) -> dict[str, Any]:
        try:
            answer = session.get(url, timeout=_WAIT, allow_redirects=False)
        except requests.RequestException as error:
            raise _Silent(_failed(error, "The identity provider does not answer.").problems) from None
        if answer.status_code >= 500:
            raise _Silent(_failed(ValueError(str(answer.status_code)), "The identity provider does not answer.").problems)
        try:
            found = answer.json() if answer.status_code == 200 else None
        except ValueError:
            found = None
        if not isinstance(found, dict):
            raise _refused(f"There is no identity provider at {url}.", "Check --oidc-issuer.")
        return found

    @staticmethod
    def _safe(url: str) -> bool:
        parts = urlsplit(url)
        return bool(parts.hostname) and (parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in _LOCAL))


class _Silent(Refused):
    """The provider does not answer just now."""


def _refused(message: str, hint: str) -> Refused:
    return Refused(Problem(code="H11", message=message, hint=hint))


def _failed(error: Exception, message: str) -> Refused:
    """For the operator, the kind of fault and no more: what a provider writes may hold somebody's data."""
    claim = getattr(error, "claim", None) or getattr(error, "error", None)
    tell("a sign-in through the identity provider failed", kind=type(error).__name__,
         what=claim if isinstance(claim, str) and re.fullmatch(r"[a-z_]{1,40}", claim) else "")
    return _refused(message, "Begin again; if it lasts, ask who looks after this service.")
