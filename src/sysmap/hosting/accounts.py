"""Organisations, their people, what each may do, and who is signed in."""

from __future__ import annotations

import hashlib
import re
import secrets
from dataclasses import dataclass
from typing import Literal, get_args

from argon2 import PasswordHasher
from argon2.exceptions import Argon2Error, InvalidHashError

from sysmap.core.problem import Problem, Refused, one_of
from sysmap.formats.foreign.ids import slug_of
from sysmap.hosting.audit import note
from sysmap.hosting.database import Connection, Database

__all__ = ["ROLES", "Account", "Accounts", "Identity", "MemberRole", "WorkspaceName"]

MemberRole = Literal["owner", "editor", "facilitator", "commenter", "reader"]
ROLES: tuple[MemberRole, ...] = get_args(MemberRole)
DAYS = 14
"""How long a sign-in holds."""
LEAST = 10
"""Letters of a password."""
_HASHER = PasswordHasher()
_NOBODY = _HASHER.hash(secrets.token_hex(16))
"""Checked where there is no such person, so that the time of an answer does not say who has an account."""


@dataclass(frozen=True, slots=True)
class Account:
    """Somebody with an account.

    Attributes
    ----------
    id, email, name : who they are.
    """

    id: str
    email: str
    name: str


@dataclass(frozen=True, slots=True)
class Identity:
    """Somebody as an identity provider knows them.

    Attributes
    ----------
    issuer, subject : the provider, and its name for the person, which it gives to nobody else.
    email : their address, which the provider has confirmed.
    """

    issuer: str
    subject: str
    email: str


@dataclass(frozen=True, slots=True)
class WorkspaceName:
    """A workspace as its people see it in a list.

    Attributes
    ----------
    id, name : of the workspace.
    organisation : the name of the organisation it belongs to.
    role : what the person who asks may do there.
    """

    id: str
    name: str
    organisation: str
    role: MemberRole


class Accounts:
    """The accounts in a database."""

    def __init__(self, database: Database) -> None:
        self.database = database

    # Making

    def add_organisation(self, name: str, by: str = "command line") -> str:
        """Make an organisation and return its id, a slug of its name.

        Raises
        ------
        Refused : if there is one of that name.
        """
        id_ = slug_of(name, "organisation")
        with self.database.transaction() as connection:
            made = connection.execute("INSERT INTO organisations VALUES (%s, %s) ON CONFLICT DO NOTHING", (id_, name)).rowcount
            if not made:
                raise Refused(Problem(code="H07", message=f"There is an organisation {id_} already.", hint="Choose another name."))
            note(connection, by, "add organisation", {"organisation": id_})
        return id_

    def add_person(self, email: str, name: str, password: str | None, by: str = "command line") -> Account:
        """Make an account.

        Parameters
        ----------
        email : the address they sign in with.
        name : how they are shown in a room.
        password : ten letters or more; `None` for somebody who signs in through an identity provider.

        Raises
        ------
        Refused : if the address is taken or is none, or the password is too short.
        """
        email = email.strip().lower()
        if not re.fullmatch(r"[^@\s]{1,64}@[^@\s]{1,190}", email):
            raise Refused(Problem(code="H07", message=f"{email!r} is no e-mail address.", hint="Write it as name@organisation.org."))
        account = Account(f"u{secrets.token_hex(8)}", email, name.strip() or email.partition("@")[0])
        with self.database.transaction() as connection:
            made = connection.execute("INSERT INTO people (id, email, name, password) VALUES (%s, %s, %s, %s) ON CONFLICT (email) DO NOTHING",
                                      (account.id, email, account.name, None if password is None else _hashed(password))).rowcount
            if not made:
                raise Refused(Problem(code="H07", message=f"{email} has an account already.", hint="Add them to the organisation."))
            note(connection, by, "add person", {"person": account.id})
        return account

    def set_role(self, organisation: str, email: str, role: str, by: str = "command line") -> None:
        """Let somebody do something in an organisation; an empty role takes them out.

        Raises
        ------
        Refused : if there is no such role, organisation or person, or nobody would be left to own it.
        """
        if role and role not in ROLES:
            raise Refused(Problem(code="H07", message=f"There is no role {role!r}.", hint=one_of(role, ROLES)))
        with self.database.transaction() as connection:
            self._organisation(connection, organisation)
            person = connection.execute("SELECT id FROM people WHERE email = %s FOR UPDATE", (email.strip().lower(),)).fetchone()
            if person is None:
                raise Refused(Problem(code="H07", message=f"{email} has no account.", hint="Add the person first."))
            if role:
                connection.execute("INSERT INTO members VALUES (%s, %s, %s) ON CONFLICT (organisation, person) DO UPDATE "
                                   "SET role = excluded.role", (organisation, person[0], role))
            else:
                connection.execute("DELETE FROM members WHERE organisation = %s AND person = %s", (organisation, person[0]))
            owned = connection.execute("SELECT 1 FROM members WHERE organisation = %s AND role = 'owner'", (organisation,)).fetchone()
            if owned is None:
                raise Refused(Problem(code="H07", message="An organisation needs an owner.", hint="Make somebody else owner first."))
            note(connection, by, "set role" if role else "remove member", {"organisation": organisation, "person": str(person[0]), "role": role})

    def add_workspace(self, organisation: str, name: str, by: str = "command line") -> str:
        """Make an empty workspace and return its id.

        Raises
        ------
        Refused : if there is no such organisation, or a workspace of that name.
        """
        id_ = f"{slug_of(name, 'workspace', 40)}-{secrets.token_hex(4)}"
        with self.database.transaction() as connection:
            self._organisation(connection, organisation)
            made = connection.execute("INSERT INTO workspaces (id, organisation, name) VALUES (%s, %s, %s) ON CONFLICT DO NOTHING",
                                      (id_, organisation, name)).rowcount
            if not made:
                raise Refused(Problem(code="H07", message=f"There is a workspace {name} already.", hint="Choose another name."))
            note(connection, by, "add workspace", {"workspace": id_})
        return id_

    @staticmethod
    def _organisation(connection: Connection, id_: str) -> None:
        if connection.execute("SELECT 1 FROM organisations WHERE id = %s FOR SHARE", (id_,)).fetchone() is None:
            known = [str(row[0]) for row in connection.execute("SELECT id FROM organisations ORDER BY id").fetchall()]
            hint = one_of(id_, known) if known else "Add one first."
            raise Refused(Problem(code="H07", message=f"There is no organisation {id_!r}.", hint=hint))

    def known(self, email: str) -> bool:
        """Whether there is an account of this address."""
        with self.database.transaction() as connection:
            return connection.execute("SELECT 1 FROM people WHERE email = %s", (email.strip().lower(),)).fetchone() is not None

    # Signing in

    def sign_in(self, email: str, password: str) -> str | None:
        """A token for somebody's browser, if the password is theirs. Only its digest is kept."""
        account = self._by_password(email, password)
        return None if account is None else self.token_for(account.id)

    def sign_in_as(self, identity: Identity, attempt: str) -> str:
        """A token for somebody whom the identity provider signed in. The first time the account is found by the confirmed
        address, afterwards by issuer and subject alone: who gets an address later does not get the account with it.

        Parameters
        ----------
        attempt : names this sign-in; it serves once.

        Raises
        ------
        Refused : if they have no account, the account is somebody else's at the provider, or the attempt has served already.
        """
        with self.database.transaction() as connection:
            connection.execute("DELETE FROM used_attempts WHERE until < now()")
            if not connection.execute("INSERT INTO used_attempts VALUES (%s, now() + interval '1 day') ON CONFLICT DO NOTHING",
                                      (_digest(attempt),)).rowcount:
                raise Refused(Problem(code="H11", message="This sign-in has been used already.", hint="Begin the sign-in again."))
            known = connection.execute("SELECT id FROM people WHERE issuer = %s AND subject = %s",
                                       (identity.issuer, identity.subject)).fetchone()
            if known is None:
                known = connection.execute("UPDATE people SET issuer = %s, subject = %s WHERE email = %s AND issuer IS NULL RETURNING id",
                                           (identity.issuer, identity.subject, identity.email)).fetchone()
                if known is None:
                    raise Refused(Problem(code="H11", message=f"{identity.email} has no account here, or one of another sign-in.",
                                          hint="Ask the owner of your organisation."))
                note(connection, str(known[0]), "join identity", {"issuer": identity.issuer})
            return self._token(connection, str(known[0]))

    def forget_identity(self, email: str, by: str = "command line") -> None:
        """Let somebody whom the identity provider knows anew, under another subject, sign in to their account with their address.

        Raises
        ------
        Refused : if there is no such account.
        """
        with self.database.transaction() as connection:
            person = self._person(connection, email)
            connection.execute("UPDATE people SET issuer = NULL, subject = NULL WHERE id = %s", (person.id,))
            note(connection, by, "forget identity", {"person": person.id})

    def proven(self, email: str, secret: str) -> Account | None:
        """Who shows a password, or a token that holds; for programs that keep no sign-in."""
        found = self.who(secret)
        return found if found is not None and found.email == email.strip().lower() else self._by_password(email, secret)

    def _by_password(self, email: str, password: str) -> Account | None:
        with self.database.transaction() as connection:
            row = connection.execute("SELECT id, email, name, password FROM people WHERE email = %s", (email.strip().lower(),)).fetchone()
        kept = str(row[3]) if row is not None and row[3] is not None else _NOBODY
        try:
            _HASHER.verify(kept, password)
        except (Argon2Error, InvalidHashError):
            return None
        return None if row is None or row[3] is None else Account(*map(str, row[:3]))

    def token_for(self, person: str) -> str:
        """A token for somebody who has shown who they are."""
        with self.database.transaction() as connection:
            return self._token(connection, person)

    @staticmethod
    def _token(connection: Connection, person: str) -> str:
        token = secrets.token_urlsafe(32)
        connection.execute("DELETE FROM sign_ins WHERE until < now()")
        connection.execute("INSERT INTO sign_ins (token, person, until) VALUES (%s, %s, now() + make_interval(days => %s))",
                           (_digest(token), person, DAYS))
        note(connection, person, "sign in", {})
        return token

    def token_of(self, email: str) -> str:
        """A token for the account of an address.

        Raises
        ------
        Refused : if there is no such account.
        """
        with self.database.transaction() as connection:
            person = self._person(connection, email)
        return self.token_for(person.id)

    def who(self, token: str) -> Account | None:
        """Who has shown this token, while it holds."""
        if not token:
            return None
        with self.database.transaction() as connection:
            row = connection.execute("SELECT p.id, p.email, p.name FROM sign_ins s JOIN people p ON p.id = s.person "
                                     "WHERE s.token = %s AND s.until > now()", (_digest(token),)).fetchone()
        return None if row is None else Account(*map(str, row))

    def sign_out(self, token: str) -> None:
        """Make a token worthless."""
        with self.database.transaction() as connection:
            connection.execute("DELETE FROM sign_ins WHERE token = %s", (_digest(token),))

    def revoke(self, email: str, by: str = "command line") -> int:
        """Sign somebody out everywhere, and return how many sign-ins ended."""
        with self.database.transaction() as connection:
            gone = connection.execute("DELETE FROM sign_ins USING people p WHERE p.id = person AND p.email = %s",
                                      (email.strip().lower(),)).rowcount
            note(connection, by, "revoke sign-ins", {"email": _digest(email.strip().lower())[:16]})
        return gone

    # Asking

    def workspaces(self, person: str) -> list[WorkspaceName]:
        """The workspaces that somebody may see."""
        with self.database.transaction() as connection:
            rows = connection.execute(
                "SELECT w.id, w.name, o.name, m.role FROM members m JOIN organisations o ON o.id = m.organisation "
                "JOIN workspaces w ON w.organisation = o.id WHERE m.person = %s ORDER BY o.name, w.name", (person,)).fetchall()
        return [WorkspaceName(*row) for row in rows]

    def role(self, person: str, workspace: str) -> MemberRole | None:
        """What somebody may do in a workspace; `None`: they do not even learn that it exists."""
        with self.database.transaction() as connection:
            row = connection.execute("SELECT m.role FROM workspaces w JOIN members m ON m.organisation = w.organisation "
                                     "WHERE w.id = %s AND m.person = %s", (workspace, person)).fetchone()
        return None if row is None else row[0]

    # Somebody's own data

    def export(self, email: str) -> dict[str, object]:
        """All that is kept of a person by their account.

        Raises
        ------
        Refused : if there is no such account.
        """
        with self.database.transaction() as connection:
            person = self._person(connection, email)
            members = connection.execute("SELECT organisation, role FROM members WHERE person = %s", (person.id,)).fetchall()
            since = connection.execute("SELECT since, until FROM sign_ins WHERE person = %s", (person.id,)).fetchall()
            identity = connection.execute("SELECT issuer, subject FROM people WHERE id = %s AND issuer IS NOT NULL", (person.id,)).fetchone()
            lines = connection.execute("SELECT at, action, about FROM audit WHERE by = %s ORDER BY number", (person.id,)).fetchall()
        return {"id": person.id, "email": person.email, "name": person.name,
                "identity": None if identity is None else {"issuer": identity[0], "subject": identity[1]},
                "organisations": [{"organisation": one, "role": role} for one, role in members],
                "sign_ins": [{"since": one.isoformat(), "until": until.isoformat()} for one, until in since],
                "record": [{"at": at, "action": action, "about": about} for at, action, about in lines]}

    def delete(self, email: str, by: str = "command line") -> None:
        """Delete an account: address, name, password, sign-ins, memberships. The record keeps the id, which leads nowhere then.

        Raises
        ------
        Refused : if there is no such account, or an organisation would be left without an owner.
        """
        with self.database.transaction() as connection:
            person = self._person(connection, email)
            alone = connection.execute(
                "SELECT m.organisation FROM members m WHERE m.person = %s AND m.role = 'owner' AND NOT EXISTS (SELECT 1 FROM members o "
                "WHERE o.organisation = m.organisation AND o.role = 'owner' AND o.person <> m.person)", (person.id,)).fetchone()
            if alone is not None:
                raise Refused(Problem(code="H07", message=f"{alone[0]} would be left without an owner.", hint="Make somebody else owner first."))
            connection.execute("DELETE FROM people WHERE id = %s", (person.id,))
            note(connection, by, "delete person", {"person": person.id})

    @staticmethod
    def _person(connection: Connection, email: str) -> Account:
        row = connection.execute("SELECT id, email, name FROM people WHERE email = %s", (email.strip().lower(),)).fetchone()
        if row is None:
            raise Refused(Problem(code="H07", message=f"{email} has no account.", hint="Make one: sysmap hosted person EMAIL."))
        return Account(*map(str, row))


def _hashed(password: str) -> str:
    if len(password) < LEAST:
        raise Refused(Problem(code="H07", message="The password is too short.", hint=f"Use {LEAST} letters or more."))
    return _HASHER.hash(password)


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()

