"""`sysmap serve` and `sysmap hosted`: an address for an organisation, kept in PostgreSQL."""

from __future__ import annotations

import contextlib
import json
import os
import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from sysmap.cli.common import say
from sysmap.core.parts import not_installed
from sysmap.core.problem import Problem, Refused
from sysmap.core.sentences import count_text

if TYPE_CHECKING:
    from sysmap.hosting.database import Database
    from sysmap.hosting.identity_provider import IdentityProvider

_F = TypeVar("_F", bound=Callable[..., Any])


def _database_option(function: _F) -> _F:
    return click.option("--database", "url", envvar="SYSMAP_DATABASE", required=True, metavar="URL",
                        help="postgresql://user:password@host/name; also read from SYSMAP_DATABASE.")(function)


@contextlib.contextmanager
def _opened(url: str, *, check: bool = True) -> Iterator[Database]:
    try:
        from sysmap.hosting.database import Database
    except ImportError:
        raise _missing() from None
    database = Database(url, check=check)
    try:
        yield database
    finally:
        database.close()


def _missing() -> Refused:
    return not_installed("hosting", "The parts for hosting are not installed.", "H01")


@click.command()
@_database_option
@click.option("--port", default=8765, show_default=True, help="Where to serve; 0 takes a free port.")
@click.option("--listen", default="127.0.0.1", show_default=True, metavar="ADDRESS", help="On which address of this computer to listen.")
@click.option("--public", multiple=True, metavar="URL", help="The address under which browsers come, e.g. https://maps.example.org; the "
              "first is used in links.")
@click.option("--inside", metavar="URL", help="Where other servers on the same database reach this one.")
@click.option("--trust-proxy", "trusted", multiple=True, metavar="ADDRESS", help="A proxy whose word about a request's origin is believed.")
@click.option("--people", type=click.IntRange(1, 1_000), default=250, show_default=True, help="How many may be in one room at once.")
@click.option("--oidc-issuer", "issuer", envvar="SYSMAP_OIDC_ISSUER", metavar="URL", help="Let people sign in through this identity provider "
              "(OpenID Connect); the secret is read from SYSMAP_OIDC_SECRET.")
@click.option("--oidc-client", "client", envvar="SYSMAP_OIDC_CLIENT", metavar="ID", help="The id under which the provider knows this service.")
def serve(url: str, port: int, listen: str, public: tuple[str, ...], inside: str | None, trusted: tuple[str, ...], people: int,
          issuer: str | None, client: str | None) -> None:
    """Serve the workspaces of a database: sign-in, studio, rooms. Start as many as you like on one database.

    Prepare the database first: sysmap hosted prepare. For a workshop on this computer alone use sysmap workshop.
    """
    try:
        from sysmap.hosting.running import open_service
    except ImportError:
        raise _missing() from None
    service = open_service(url, port=port, listen=listen, inside=inside, public=public, trusted=trusted, people=people,
                           provider=_provider(issuer, client))
    say(f"Open:  {service.app.public[0]}/")
    service.run()


def _provider(issuer: str | None, client: str | None) -> IdentityProvider | None:
    if not issuer:
        if client:
            raise Refused(Problem(code="H11", message="--oidc-client needs the address of the identity provider.", hint="Give --oidc-issuer."))
        return None
    try:
        from sysmap.hosting.identity_provider import IdentityProvider
    except ImportError:
        raise _missing() from None
    return IdentityProvider(issuer, client or "", os.environ.get("SYSMAP_OIDC_SECRET"))


@click.group()
def hosted() -> None:
    """Look after a hosted sysmap: its database, organisations, people, workspaces, backups."""


@hosted.command()
@_database_option
@click.option("--organisation", metavar="NAME", help="Make this organisation, with --owner as its owner.")
@click.option("--owner", metavar="EMAIL", help="The first person of --organisation; a password is made and printed.")
@click.option("--workspace", metavar="NAME", help="Make this workspace in the organisation.")
@click.option("--from", "folder", type=click.Path(exists=True, file_okay=False, path_type=Path), help="Put the files of this folder into it.")
def prepare(url: str, organisation: str | None, owner: str | None, workspace: str | None, folder: Path | None) -> None:
    """Make the tables, or bring those of an older release up to date; with --organisation also a first workspace."""
    if (organisation is None) != (owner is None) or ((workspace or folder) and organisation is None):
        raise Refused(Problem(code="H07", message="An organisation needs an owner, and a workspace an organisation.",
                              hint="Give --organisation, --owner and, if you like, --workspace together."))
    with _opened(url, check=False) as database:
        database.prepare()
        say("The tables are up to date.")
        if organisation is not None and owner is not None:
            _first(database, organisation, owner, workspace, folder)


def _first(database: Database, organisation: str, owner: str, workspace: str | None, folder: Path | None) -> None:
    import secrets

    from sysmap.hosting.accounts import Accounts

    accounts = Accounts(database)
    id_ = accounts.add_organisation(organisation)
    password = secrets.token_urlsafe(12)
    accounts.add_person(owner, "", password)
    accounts.set_role(id_, owner, "owner")
    say(f"Organisation {id_}, owner {owner}, password: {password}")
    if workspace is not None or folder is not None:
        name = workspace or (folder.resolve().name if folder else "workspace")
        say(f"Workspace {_workspace(database, id_, name, folder)}")


def _workspace(database: Database, organisation: str, name: str, folder: Path | None) -> str:
    from sysmap.hosting.accounts import Accounts
    from sysmap.hosting.working_copy import put_folder

    made = Accounts(database).add_workspace(organisation, name)
    if folder is not None:
        say(f"Put in: {count_text(put_folder(database, made, folder), 'file')}.")
    return made


@hosted.command("workspace")
@_database_option
@click.argument("organisation")
@click.argument("name")
@click.option("--from", "folder", type=click.Path(exists=True, file_okay=False, path_type=Path), help="Put the files of this folder into it.")
def workspace_(url: str, organisation: str, name: str, folder: Path | None) -> None:
    """Make a workspace in ORGANISATION."""
    with _opened(url) as database:
        say(f"Workspace {_workspace(database, organisation, name, folder)}")


@hosted.command()
@_database_option
@click.argument("email")
@click.option("--name", default="", help="How they are shown in a room.")
@click.option("--in", "organisation", metavar="ORGANISATION", help="Let them into this organisation, as --role.")
@click.option("--role", default="reader", show_default=True, help="owner, editor, facilitator, commenter or reader; empty takes them out.")
@click.option("--password-stdin", "typed", is_flag=True, help="Read the password of a new account from standard input; otherwise one is "
              "made and printed.")
@click.option("--no-password", "without", is_flag=True, help="A new account has no password: they sign in through the identity provider.")
@click.option("--forget-identity", "forget", is_flag=True, help="The identity provider knows them anew: their next sign-in there finds the "
              "account by its address again.")
@click.option("--sign-out", "out", is_flag=True, help="Sign them out everywhere.")
@click.option("--token", "token", is_flag=True, help="Print a token with which git lets them in for 14 days, in place of a password.")
@click.option("--export", "export", is_flag=True, help="Print all that is kept of them, as JSON.")
@click.option("--delete", "delete", is_flag=True, help="Delete their account.")
def person(url: str, email: str, name: str, organisation: str | None, role: str, typed: bool, without: bool, forget: bool, out: bool,
           token: bool, export: bool, delete: bool) -> None:
    """Make an account for EMAIL, or change, export or delete it."""
    import secrets

    with _opened(url) as database:
        from sysmap.hosting.accounts import Accounts

        accounts = Accounts(database)
        if export:
            click.echo(json.dumps(accounts.export(email), indent=1, ensure_ascii=False))
        elif delete:
            accounts.delete(email)
            say("The account is deleted.")
        elif token:
            click.echo(accounts.token_of(email))
        elif forget:
            accounts.forget_identity(email)
            say("Their next sign-in through the identity provider finds the account by its address.")
        elif out:
            say(f"Signed out of {count_text(accounts.revoke(email), 'browser')}.")
        else:
            if not accounts.known(email):
                password = None if without else sys.stdin.readline().rstrip("\n") if typed else secrets.token_urlsafe(12)
                accounts.add_person(email, name, password)
                say("The account is made." if typed or without else f"The account is made. Password: {password}")
            if organisation is not None:
                accounts.set_role(organisation, email, role)
                say(f"{email} is {role or 'no longer a member'} in {organisation}.")


def _sizes(counts: Mapping[str, int]) -> str:
    return f"{count_text(counts['workspaces'], 'workspace')}, {count_text(counts['files'], 'file')}, {counts['entries']} entries of rooms"


@hosted.command()
@_database_option
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
def backup(url: str, file: Path) -> None:
    """Write everything as it is at one moment to FILE (a zip archive)."""
    with _opened(url) as database:
        from sysmap.hosting.backups import back_up

        counts = back_up(database, file)
        say(f"{file}: {_sizes(counts)}.")


@hosted.command()
@_database_option
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def restore(url: str, file: Path) -> None:
    """Fill an empty, prepared database from a backup."""
    with _opened(url) as database:
        from sysmap.hosting.backups import restore as fill

        counts = fill(database, file)
        say(f"Restored: {_sizes(counts)}.")


@hosted.command()
@_database_option
def audit(url: str) -> None:
    """Check that no line of the audit record was altered or taken out."""
    with _opened(url) as database:
        from sysmap.hosting.audit import check_audit

        say(f"The record has {check_audit(database)} lines; each is as it was written.")
