"""An identity provider of the tests' own: it signs people in as OpenID Connect says, or says what a test wants it to."""

from __future__ import annotations

import base64
import contextlib
import hashlib
import hmac
import json
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs

import httpx
from joserfc import jwt
from joserfc.jwk import RSAKey
from tests.hosting.servers import free_port

__all__ = ["LocalProvider", "another_provider", "started"]


class LocalProvider:
    """What a provider says: by default a sound token for Ann."""

    def __init__(self) -> None:
        self.issuer = ""
        self.keys = [RSAKey.generate_key(2048, {"kid": "first", "use": "sig"})]
        self.nonce = ""
        self.asked: list[dict[str, str]] = []
        self.change: Callable[[dict[str, Any]], object] = lambda claims: None
        self.sign: Callable[[dict[str, Any]], str] = self.signed
        self.metadata: dict[str, Any] = {}
        self.userinfo: dict[str, Any] = {"sub": "ann-1"}

    def signed(self, claims: dict[str, Any]) -> str:
        """As a provider does, with its newest key."""
        return jwt.encode({"alg": "RS256", "kid": self.keys[-1].kid}, claims, self.keys[-1])

    def with_a_foreign_key(self, claims: dict[str, Any]) -> str:
        """Under the name of its key, by somebody who does not have it."""
        return jwt.encode({"alg": "RS256", "kid": self.keys[-1].kid}, claims, RSAKey.generate_key(2048))

    def with_the_public_key(self, claims: dict[str, Any]) -> str:
        """With the public key taken for a shared secret."""
        text = _unsigned({"alg": "HS256", "kid": self.keys[-1].kid}, claims)
        return text + _base64(hmac.new(self.keys[-1].as_pem(private=False), text[:-1].encode(), hashlib.sha256).digest())

    def unsigned(self, claims: dict[str, Any]) -> str:
        """With no signature at all."""
        return _unsigned({"alg": "none"}, claims)

    def answer(self, path: str, body: Mapping[str, str]) -> object:
        """What it says at an address."""
        if path.endswith("openid-configuration"):
            return {"issuer": self.issuer, "authorization_endpoint": f"{self.issuer}/authorize", "token_endpoint": f"{self.issuer}/token",
                    "userinfo_endpoint": f"{self.issuer}/userinfo", "jwks_uri": f"{self.issuer}/keys",
                    "id_token_signing_alg_values_supported": ["none", "HS256", "RS256"], **self.metadata}
        if path == "/keys":
            return {"keys": [key.as_dict(private=False) for key in self.keys]}
        if path == "/userinfo":
            return self.userinfo
        self.asked.append(dict(body))
        now = int(time.time())
        claims = {"iss": self.issuer, "sub": "ann-1", "aud": "sysmap", "exp": now + 300, "iat": now, "nonce": self.nonce,
                  "email": "Ann@town.org", "email_verified": True}
        self.change(claims)
        return {"access_token": "a", "token_type": "Bearer", "expires_in": 300, "id_token": self.sign(claims)}


def _base64(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def _unsigned(*parts: dict[str, Any]) -> str:
    return "".join(f"{_base64(json.dumps(one).encode())}." for one in parts)


@contextlib.contextmanager
def started(provider: LocalProvider) -> Iterator[LocalProvider]:
    """The same, over HTTP."""
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            length = int(self.headers.get("Content-Length", 0))
            body = {name: values[0] for name, values in parse_qs(self.rfile.read(length).decode()).items()}
            answer = json.dumps(provider.answer(self.path, body)).encode()
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(answer)))
            self.end_headers()
            self.wfile.write(answer)

        do_POST = do_GET  # noqa: N815

        def log_message(self, *words: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    provider.issuer = f"http://127.0.0.1:{server.server_port}"
    try:
        yield provider
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@contextlib.contextmanager
def another_provider() -> Iterator[str]:
    """The address of oidc-provider-mock, run as a process. It signs in whoever is named to it."""
    port = free_port()
    process = subprocess.Popen([sys.executable, "-m", "oidc_provider_mock", "--port", str(port), "--require-nonce"],
                               stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    address, until = f"http://127.0.0.1:{port}", time.monotonic() + 60
    try:
        while True:
            with contextlib.suppress(httpx.TransportError):
                httpx.get(f"{address}/jwks", timeout=2)
                break
            assert process.poll() is None
            assert time.monotonic() < until
            time.sleep(0.1)
        yield address
    finally:
        process.terminate()
        process.wait(10)
