"""Signing in and out, and the list of workspaces: pages without a script."""

from __future__ import annotations

import asyncio
import html
import time
from collections.abc import Callable
from typing import TYPE_CHECKING
from urllib.parse import parse_qs

from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from sysmap.core.problem import Refused
from sysmap.hosting.accounts import DAYS, Account, Accounts
from sysmap.workshop.limits import Guesses, Limits

if TYPE_CHECKING:
    from sysmap.hosting.identity_provider import IdentityProvider

__all__ = ["COOKIE", "SignIn", "account_of"]

COOKIE = "sysmap"
ATTEMPT = "sysmap-attempt"
BEGIN, BACK = "/sign-in/provider", "/sign-in/back"
_LARGEST = 4_096
_HEADERS = {
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff", "Referrer-Policy": "same-origin", "Cache-Control": "no-store", "X-Frame-Options": "DENY",
}
_PAGE = """<!DOCTYPE html>
<html lang="en-GB">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>{title}</title>
<link rel="stylesheet" href="/web/page.css">
<link rel="stylesheet" href="/web/hosting/hosting.css">
</head>
<body>
<main class="hosting">
<h1>{title}</h1>
{body}
</main>
</body>
</html>
"""


class SignIn:
    """The pages for people with an account.

    Parameters
    ----------
    accounts : who has one.
    secure : whether browsers reach this service by https, so that a sign-in is never sent without.
    own_page : whether a request comes from a page of this service.
    public : the addresses of this service; the identity provider sends browsers back to the one they came under.
    provider : the identity provider, where there is one.
    """

    def __init__(self, accounts: Accounts, *, secure: bool, own_page: Callable[[Request], bool], public: tuple[str, ...] = (),
                 provider: IdentityProvider | None = None) -> None:
        self.accounts, self.secure, self._own_page, self._public, self.provider = accounts, secure, own_page, public, provider
        self._guesses = Guesses(Limits())

    async def front(self, request: Request) -> Response:
        """The workspaces of somebody who is signed in."""
        account = await account_of(self.accounts, request)
        if account is None:
            return RedirectResponse("/sign-in", 303)
        names = await asyncio.to_thread(self.accounts.workspaces, account.id)
        rows = "".join(f'<li><a href="/w/{one.id}/">{html.escape(one.name)}</a> <span>{html.escape(one.organisation)}, {one.role}</span></li>'
                       for one in names) or "<li>You are in no organisation yet. Ask its owner to add you.</li>"
        return _page("Workspaces", f"<p>Signed in as {html.escape(account.name)}.</p><ul>{rows}</ul>"
                     '<form method="post" action="/sign-out"><button>Sign out</button></form>')

    async def page(self, request: Request) -> Response:
        """Where somebody signs in."""
        return self._form("")

    async def enter(self, request: Request) -> Response:
        """Take an address and a password."""
        if not self._own_page(request):
            return self._form("This came from another site. Please sign in here.", 403)
        body = bytearray()
        async for part in request.stream():
            body += part
            if len(body) > _LARGEST:
                return self._form("That was too long.", 413)
        said = {name: values[0] for name, values in parse_qs(body.decode("utf-8", "replace")).items()}
        address = request.client.host if request.client else ""
        await self._guesses.turn(address, time.monotonic())
        token = await asyncio.to_thread(self.accounts.sign_in, said.get("email", ""), said.get("password", ""))
        if token is None:
            self._guesses.wrong(address, time.monotonic())
            return self._form("This address and password do not go together.", 403)
        return self._let_in(token)

    async def begin(self, request: Request) -> Response:
        """Send the browser to the identity provider."""
        if self.provider is None:
            return RedirectResponse("/sign-in", 303)
        from sysmap.hosting.identity_provider import MINUTES, Attempt

        attempt = Attempt.begin()
        try:
            url = await asyncio.to_thread(self.provider.address, attempt, self._back(request))
        except Refused as refusal:
            return self._form(_words(refusal), 503)
        answer = RedirectResponse(url, 303, headers={"Cache-Control": "no-store", "Referrer-Policy": "no-referrer"})
        answer.set_cookie(ATTEMPT, attempt.value, max_age=MINUTES * 60, httponly=True, samesite="lax", secure=self.secure, path="/sign-in")
        return answer

    async def back(self, request: Request) -> Response:
        """Take somebody whom the identity provider sends back."""
        if self.provider is None:
            return RedirectResponse("/sign-in", 303)
        from sysmap.hosting.identity_provider import Attempt

        attempt = Attempt(request.cookies.get(ATTEMPT, ""))
        address = request.client.host if request.client else ""
        await self._guesses.turn(address, time.monotonic())
        try:
            identity = await asyncio.to_thread(self.provider.identity, attempt, self._back(request), request.query_params)
            answer = self._let_in(await asyncio.to_thread(self.accounts.sign_in_as, identity, attempt.state))
        except Refused as refusal:
            self._guesses.wrong(address, time.monotonic())
            answer = self._form(_words(refusal), 403)
        answer.delete_cookie(ATTEMPT, path="/sign-in")
        return answer

    def _back(self, request: Request) -> str:
        host = request.headers.get("host", "").lower()
        return next(one for one in self._public if one.lower().endswith(f"//{host}")) + BACK

    def _let_in(self, token: str) -> Response:
        answer = RedirectResponse("/", 303)
        answer.set_cookie(COOKIE, token, max_age=DAYS * 86_400, httponly=True, samesite="lax", secure=self.secure, path="/")
        return answer

    async def leave(self, request: Request) -> Response:
        """Sign out."""
        if self._own_page(request):
            await asyncio.to_thread(self.accounts.sign_out, request.cookies.get(COOKIE, ""))
        answer = RedirectResponse("/sign-in", 303)
        answer.delete_cookie(COOKIE, path="/")
        return answer

    def _form(self, wrong: str, status: int = 200) -> Response:
        said = f'<p role="alert" class="bad">{html.escape(wrong)}</p>' if wrong else ""
        through = "" if self.provider is None else f"""<p><a class="button" href="{BEGIN}">Sign in with {html.escape(self.provider.name)}</a></p>
<p>Or with a password of this service:</p>"""
        return _page("Sign in", f"""{said}{through}<form method="post" action="/sign-in">
<label>E-mail address <input name="email" type="email" autocomplete="username" required autofocus></label>
<label>Password <input name="password" type="password" autocomplete="current-password" required></label>
<button>Sign in</button>
</form>
<p>To a workshop you come with its link; no account is needed.</p>""", status)


def _words(refusal: Refused) -> str:
    return " ".join(f"{one.message} {one.hint}" for one in refusal.problems)


async def account_of(accounts: Accounts, request: Request) -> Account | None:
    """Who is signed in with the browser that asks."""
    return await asyncio.to_thread(accounts.who, request.cookies.get(COOKIE, ""))


def _page(title: str, body: str, status: int = 200) -> HTMLResponse:
    return HTMLResponse(_PAGE.format(title=title, body=body), status, headers=_HEADERS)
