"""`sysmap workshop`: a room full of people draws one map, live."""

from __future__ import annotations

from pathlib import Path

import click

from sysmap.cli.common import say
from sysmap.core.parts import not_installed
from sysmap.core.problem import Problem, Refused
from sysmap.formats.workspace import Workspace


@click.command()
@click.argument("file")
@click.option("--lan", is_flag=True, help="Let the room's network in; prints address, code and QR.")
@click.option("--port", default=8765, show_default=True, help="Where to serve; 0 takes a free port.")
@click.option("--host-code", help="The host's code, to keep it over several days; made anew otherwise.")
@click.option("--role", type=click.Choice(["editor", "contributor", "voter", "viewer"]), default="contributor", show_default=True,
              help="What people are who join with the code.")
@click.option("--people", type=click.IntRange(1, 1_000), default=250, show_default=True,
              help="How many may be connected at once; all may come from one address, as behind an access point.")
@click.option("--https", is_flag=True, help="Serve by https, with a certificate of the session's own; its fingerprint is shown to the host.")
@click.option("--certificate", type=click.Path(exists=True, dir_okay=False, path_type=Path),
              help="A certificate (PEM) to serve by https with, e.g. your organisation's; with --key.")
@click.option("--key", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="The key of --certificate (PEM).")
@click.option("--anyway", is_flag=True,
              help="Go on although FILE was changed by hand since; the host decides in the room what becomes of it.")
def workshop(file: str, lan: bool, port: int, host_code: str | None, role: str, people: int, anyway: bool, https: bool,
             certificate: Path | None, key: Path | None) -> None:
    """Run a mapping workshop on FILE: people join in a browser, with nothing to install and no account.

    Everything is kept in a log beside FILE (FILE.workshop.db); FILE itself follows within seconds. Run it again to go on.
    """
    if (certificate is None) != (key is None):
        raise Refused(Problem(code="L24", message="A certificate needs its key.", hint="Give both: --certificate cert.pem --key key.pem."))
    try:
        import segno

        from sysmap.workshop.running import open_workshop
    except ImportError:
        raise not_installed("workshop", "The workshop's parts are not installed.") from None
    shop = open_workshop(Workspace().find(file), lan=lan, port=port, host_code=host_code,
                         role=role, people=people, anyway=anyway,  # type: ignore[arg-type]
                         https=https, certificate=(certificate, key) if certificate and key else None)
    room = shop.session.room
    if shop.session.resumed:
        say(f"Going on where the log ended: revision {room.revision}, {len(room.map.factors)} factors, "
            f"{len(room.map.links)} links.")
    if shop.session.autosave.problem:
        say(f"{shop.session.autosave.problem}")
    say(f"Host:  {shop.host_link}")
    say(f"Join:  {shop.room}   code {shop.hub.code}")
    if shop.certificate is not None:
        say(f"Certificate, SHA-256 fingerprint: {shop.certificate.fingerprint}")
    if lan:
        segno.make(shop.join_link, error="m").terminal(compact=True, border=2)
    else:
        say("Only this computer can join. To let the room in, start with --lan.")
    say("Stop with Ctrl-C; the map is saved as you go.")
    try:
        shop.run()
    finally:
        shop.session.log.close()
    autosave, revision = shop.session.autosave, shop.session.room.revision
    say(f"Stopped. {autosave.path} holds revision {autosave.revision} of {revision}." if not autosave.problem
        else f"Stopped. The log holds all {revision} revisions, the file does not: {autosave.problem}")


__all__ = ["workshop"]
