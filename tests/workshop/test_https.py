"""A room by https: a certificate of its own that stays the same, its fingerprint on the host's screen, or one that was given."""

from __future__ import annotations

import hashlib
import ssl
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser
from tests.workshop.serving import Server, a_map

from sysmap.core.problem import Refused
from sysmap.workshop.certificate import given_certificate, own_certificate


def fingerprint_served(port: int) -> str:
    der = ssl.PEM_cert_to_DER_cert(ssl.get_server_certificate(("127.0.0.1", port)))
    return hashlib.sha256(der).hexdigest().upper()


def test_the_host_and_the_network_see_one_fingerprint_and_a_restart_keeps_it(browser: Browser, tmp_path: Path) -> None:
    server = Server(a_map(tmp_path), "--https")
    try:
        served = fingerprint_served(server.port)
        assert ":".join(served[i:i + 2] for i in range(0, 64, 2)) in server.said
        context = browser.new_context(ignore_https_errors=True)
        page = context.new_page()
        page.goto(f"{server.url}#{server.host_code}")
        page.fill("#join-name", "Ann")
        page.click("button[type=submit]")
        page.wait_for_selector("#add")
        assert page.evaluate("isSecureContext")
        page.fill("#add", "Staff pay")
        page.press("#add", "Enter")
        page.wait_for_function("workshop.room.replica.confirmed.factors['staff-pay']")
        page.click("[data-panel-tab=people]")
        assert page.inner_text(".fingerprint code").replace(":", "") == served
        context.close()
        server.kill()
        server.start()
        assert fingerprint_served(server.port) == served, "people are asked once"
    finally:
        server.stop()


def test_a_kept_certificate_is_made_anew_before_it_ends() -> None:
    made, kept = own_certificate("10.0.0.5")
    assert own_certificate("10.0.0.5", kept, datetime.now(UTC) + timedelta(days=20))[0] == made
    assert own_certificate("10.0.0.5", kept, datetime.now(UTC) + timedelta(days=40))[0] != made


def test_a_given_certificate_is_served_and_one_that_is_none_is_refused(tmp_path: Path) -> None:
    made, _ = own_certificate("127.0.0.1")
    cert, key = tmp_path / "cert.pem", tmp_path / "key.pem"
    cert.write_text(made.pem)
    key.write_text(made.key)
    assert given_certificate(cert, key) == made
    key.write_text("no key")
    with pytest.raises(Refused, match="cannot be used"):
        given_certificate(cert, key)
