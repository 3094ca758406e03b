"""Sign-in through an identity provider: whom it lets in, and what is refused on the way."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from joserfc.jwk import RSAKey
from tests.hosting.providers import LocalProvider, another_provider, started
from tests.hosting.servers import Office, free_port, prepared, run

from sysmap.core.problem import Refused
from sysmap.hosting.accounts import Accounts, Identity
from sysmap.hosting.database import Database
from sysmap.hosting.identity_provider import Attempt, IdentityProvider

BACK = "https://maps.town.example/sign-in/back"


@pytest.fixture
def local() -> Iterator[LocalProvider]:
    with started(LocalProvider()) as found:
        yield found


def came_back(local: LocalProvider, attempt: Attempt | None = None, **answer: str) -> Identity:
    """Somebody goes to the provider and comes back."""
    provider = IdentityProvider(local.issuer, "sysmap", "s3cret & more")
    attempt = attempt or Attempt.begin()
    asked = parse_qs(urlsplit(provider.address(attempt, BACK)).query)
    local.nonce = local.nonce or asked["nonce"][0]
    return provider.identity(attempt, BACK, {"code": "c0de", "state": asked["state"][0], **answer})


def test_a_sound_token_says_who_somebody_is(local: LocalProvider) -> None:
    assert came_back(local) == Identity(local.issuer, "ann-1", "ann@town.org")
    (asked,) = local.asked
    assert (asked["grant_type"], asked["code"], asked["redirect_uri"]) == ("authorization_code", "c0de", BACK)
    assert len(asked["code_verifier"]) == 64


def _set(name: str, value: object) -> Callable[[dict[str, Any]], object]:
    return lambda claims: claims.update({name: value})


def _without(name: str) -> Callable[[dict[str, Any]], object]:
    return lambda claims: claims.pop(name)


@pytest.mark.parametrize("change", [
    _set("iss", "https://evil.example"), _set("aud", "another-service"), _set("aud", ["sysmap", "another-service"]),
    _set("azp", "another-service"), _set("nonce", "of another sign-in"), _set("exp", 1_000_000_000), _set("iat", 9_000_000_000),
    _set("nbf", 9_000_000_000), _set("at_hash", "wrong"),
    *(_without(name) for name in ("iss", "sub", "aud", "exp", "iat", "nonce"))])
def test_a_foreign_expired_or_reused_token_is_refused(local: LocalProvider, change: Callable[[dict[str, Any]], object]) -> None:
    local.change = change
    with pytest.raises(Refused, match=r"H11 What the identity provider said cannot be believed"):
        came_back(local)


@pytest.mark.parametrize("way", ["with_a_foreign_key", "with_the_public_key", "unsigned"])
def test_a_token_that_the_provider_did_not_sign_is_refused(local: LocalProvider, way: str) -> None:
    local.sign = getattr(local, way)
    with pytest.raises(Refused, match="cannot be believed"):
        came_back(local)


@pytest.mark.parametrize("verified", [False, None, "true", 1])
def test_an_address_that_is_not_confirmed_is_refused(local: LocalProvider, verified: object) -> None:
    local.change = _set("email_verified", verified)
    with pytest.raises(Refused, match="has not confirmed your e-mail address"):
        came_back(local)


def test_the_address_may_stand_in_the_userinfo_of_the_same_person(local: LocalProvider) -> None:
    local.change = _without("email")
    local.userinfo = {"sub": "ann-1", "email": "ann@town.org", "email_verified": True}
    assert came_back(local).email == "ann@town.org"
    local.userinfo["sub"] = "bo-2"
    local.nonce = ""
    with pytest.raises(Refused, match="cannot be believed"):
        came_back(local)


def test_a_new_key_of_the_provider_is_fetched(local: LocalProvider) -> None:
    provider, attempt = IdentityProvider(local.issuer, "sysmap", "s3cret"), Attempt.begin()
    provider.address(attempt, BACK)
    local.nonce = attempt.nonce
    local.keys = [RSAKey.generate_key(2048, {"kid": "second", "use": "sig"})]
    assert provider.identity(attempt, BACK, {"code": "c", "state": attempt.state}).subject == "ann-1"


@pytest.mark.parametrize(("answer", "why"), [
    ({"state": "of another browser"}, "was not begun in this browser"), ({"state": "é"}, "was not begun in this browser"),
    ({"iss": "https://evil.example"}, "from another identity provider"), ({"error": "access_denied"}, "did not sign you in"),
    ({"code": ""}, "did not sign you in")])
def test_an_answer_to_another_sign_in_is_refused_before_the_provider_is_asked(local: LocalProvider, answer: dict[str, str], why: str) -> None:
    with pytest.raises(Refused, match=why):
        came_back(local, **answer)
    assert local.asked == []


@pytest.mark.parametrize("value", ["", "x", "0000000000." + "a" * 43, "1000000000." + "a" * 43, "9999999999." + "a" * 43, "\udcff"])
def test_who_did_not_set_out_lately_does_not_come_back(local: LocalProvider, value: str) -> None:
    with pytest.raises(Refused, match="was not begun in this browser, or too long ago"):
        came_back(local, Attempt(value))


@pytest.mark.parametrize(("metadata", "why"), [
    ({"issuer": "https://evil.example"}, "calls itself 'https://evil.example'"),
    ({"token_endpoint": "http://evil.example/token"}, "no safe address for token"),
    ({"jwks_uri": None}, "no safe address for jwks_uri"), ({"userinfo_endpoint": "file:///etc/passwd"}, "no safe address for userinfo")])
def test_another_provider_than_the_one_named_is_refused_at_the_start(local: LocalProvider, metadata: dict[str, Any], why: str) -> None:
    local.metadata = metadata
    with pytest.raises(Refused, match=why):
        IdentityProvider(local.issuer, "sysmap").check()


@pytest.mark.parametrize("issuer", [
    "http://login.town.example", "login.town.example", "https://", "https://login.town.example/?x=1", "javascript:1"])
def test_an_issuer_has_an_address_with_https(issuer: str) -> None:
    with pytest.raises(Refused, match="is not the address of an identity provider"):
        IdentityProvider(issuer, "sysmap")


def test_a_provider_that_is_silent_just_now_stops_no_server() -> None:
    assert IdentityProvider(f"http://127.0.0.1:{free_port()}", "sysmap").check() is False


def test_an_account_goes_to_the_first_subject_with_its_address_and_to_no_other(database: Database) -> None:
    accounts = Accounts(database)
    accounts.add_person("ann@town.org", "Ann", None)
    ann = Identity("https://login", "ann-1", "ann@town.org")
    who = accounts.who(accounts.sign_in_as(ann, "first"))
    assert who is not None
    assert who.name == "Ann"
    for other in (Identity("https://login", "next-2", "ann@town.org"), Identity("https://evil", "ann-1", "ann@town.org"),
                  Identity("https://login", "bo-3", "bo@town.org")):
        with pytest.raises(Refused, match="has no account here, or one of another sign-in"):
            accounts.sign_in_as(other, other.subject + other.issuer)
    married = accounts.who(accounts.sign_in_as(Identity("https://login", "ann-1", "ann.new@town.org"), "second"))
    assert married == who
    with pytest.raises(Refused, match="has been used already"):
        accounts.sign_in_as(ann, "first")
    assert accounts.export("ann@town.org")["identity"] == {"issuer": "https://login", "subject": "ann-1"}
    accounts.forget_identity("ann@town.org")
    assert accounts.who(accounts.sign_in_as(Identity("https://login", "next-2", "ann@town.org"), "third")) == who


def test_somebody_signs_in_through_a_real_provider(url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    workspace = prepared(url, tmp_path / "care")
    assert "Password" not in run("hosted", "person", "--database", url, "ann@town.org", "--in", "town", "--role", "editor", "--no-password")
    monkeypatch.setenv("SYSMAP_OIDC_SECRET", "s3cret")
    with another_provider() as issuer:
        for subject, email, verified in (("ann-1", "ann@town.org", True), ("bo-2", "reader@town.org", False), ("eve-3", "eve@evil.org", True)):
            httpx.put(f"{issuer}/users/{subject}", json={"email": email, "email_verified": verified}).raise_for_status()
        office = Office(url, free_port(), (), "--oidc-issuer", issuer, "--oidc-client", "sysmap")
        try:
            client = office.client()
            assert f"Sign in with {urlsplit(issuer).netloc}" in client.get("/sign-in").text
            answer, back = through(client, "ann-1")
            assert (answer.status_code, answer.headers["location"]) == (303, "/")
            assert "Signed in as ann" in client.get("/").text
            assert client.get(f"/w/{workspace}/api/maps").status_code == 200
            assert client.post("/sign-out").status_code == 303
            assert client.get(f"/w/{workspace}/api/maps").status_code == 404

            held = begun(client, "ann-1")
            kept = client.cookies["sysmap-attempt"]
            assert client.get(held).status_code == 303
            for again in (held, back):
                client.cookies.set("sysmap-attempt", kept, domain="127.0.0.1", path="/sign-in")
                replayed = client.get(again)
                assert replayed.status_code == 403
                assert "sysmap=" not in replayed.headers.get("set-cookie", "")

            there = Office(url, free_port(), (office.port,), "--oidc-issuer", issuer, "--oidc-client", "sysmap")
            try:
                back = urlsplit(begun(client, "ann-1"))
                behind_a_proxy = {"Host": back.netloc, "Cookie": f"sysmap-attempt={client.cookies['sysmap-attempt']}"}
                assert there.client().get(f"{back.path}?{back.query}", headers=behind_a_proxy).headers["location"] == "/"
            finally:
                there.stop()

            stolen = begun(office.client(), "ann-1")
            victim = office.client()
            begun(victim, "bo-2")
            assert "was not begun in this browser" in victim.get(stolen).text
            assert "has not confirmed your e-mail address" in through(office.client(), "bo-2")[0].text
            assert "eve@evil.org has no account here" in through(office.client(), "eve-3")[0].text

            forged = office.client().get("/sign-in/provider", headers={"X-Forwarded-Host": "evil.example", "Forwarded": "host=evil.example",
                                                                       "X-Forwarded-Proto": "https", "X-Forwarded-For": "1.2.3.4"})
            assert parse_qs(urlsplit(forged.headers["location"]).query)["redirect_uri"] == [f"{office.base}/sign-in/back"]
            assert office.client().get("/sign-in/provider", headers={"Host": "evil.example"}).status_code == 421
        finally:
            log = office.stop()
    assert "town.org" not in log
    assert "s3cret" not in log
    assert "each is as it was written" in run("hosted", "audit", "--database", url)


def begun(client: httpx.Client, subject: str) -> str:
    """Go to the provider and sign in there; the address to which it sends the browser back."""
    there = client.get("/sign-in/provider")
    assert there.status_code == 303, there.text
    asked = parse_qs(urlsplit(there.headers["location"]).query)
    assert asked["code_challenge_method"] == ["S256"]
    assert asked["scope"] == ["openid email"]
    return str(httpx.post(there.headers["location"], data={"sub": subject}).headers["location"])


def through(client: httpx.Client, subject: str) -> tuple[httpx.Response, str]:
    """The whole way: the last answer, and the address with which the browser came back."""
    back = begun(client, subject)
    return client.get(back), back
