"""People, roles, sign-ins, and the record of what was done."""

from __future__ import annotations

import pytest

from sysmap.core.problem import Refused
from sysmap.hosting.accounts import Accounts
from sysmap.hosting.audit import check_audit
from sysmap.hosting.database import Database

PASSWORD = "a long one for tests"  # noqa: S105


@pytest.fixture
def accounts(database: Database) -> Accounts:
    found = Accounts(database)
    found.add_organisation("Town Council")
    found.add_person("Ann@Town.org", "Ann", PASSWORD)
    found.set_role("town-council", "ann@town.org", "owner")
    return found


def test_a_token_stands_for_somebody_until_it_is_revoked(accounts: Accounts) -> None:
    assert accounts.sign_in("ann@town.org", "another one that is long") is None
    assert accounts.sign_in("nobody@town.org", PASSWORD) is None
    token = accounts.sign_in("ANN@town.org ", PASSWORD)
    assert token is not None
    who = accounts.who(token)
    assert who is not None
    assert (who.name, who.email) == ("Ann", "ann@town.org")
    assert accounts.who(token + "x") is None
    assert accounts.revoke("ann@town.org") == 1
    assert accounts.who(token) is None


def test_neither_passwords_nor_tokens_are_in_the_database(accounts: Accounts, database: Database) -> None:
    token = accounts.sign_in("ann@town.org", PASSWORD)
    assert token is not None
    with database.transaction() as connection:
        held = str([connection.execute(f"SELECT * FROM {table}").fetchall() for table in ("people", "sign_ins", "audit")])  # noqa: S608
    assert PASSWORD not in held
    assert token not in held
    assert "$argon2id$" in held


@pytest.mark.parametrize(("do", "said"), [
    (lambda a: a.add_organisation("Town council"), "There is an organisation town-council already"),
    (lambda a: a.add_person("ann@town.org", "", PASSWORD), "has an account already"),
    (lambda a: a.add_person("no address", "", PASSWORD), "is no e-mail address"),
    (lambda a: a.add_person("bo@town.org", "", "short"), "The password is too short"),
    (lambda a: a.set_role("town-council", "ann@town.org", "king"), "There is no role 'king'"),
    (lambda a: a.set_role("town", "ann@town.org", "owner"), "There is no organisation 'town'"),
    (lambda a: a.set_role("town-council", "ann@town.org", "reader"), "An organisation needs an owner"),
    (lambda a: a.set_role("town-council", "ann@town.org", ""), "An organisation needs an owner"),
    (lambda a: a.delete("ann@town.org"), "would be left without an owner"),
    (lambda a: a.add_workspace("nowhere", "Buses"), "There is no organisation 'nowhere'"),
])
def test_what_cannot_be_is_said_and_nothing_changes(accounts: Accounts, database: Database, do: object, said: str) -> None:
    def state() -> str:
        with database.transaction() as connection:
            return str([connection.execute(f"SELECT * FROM {table} ORDER BY 1").fetchall()  # noqa: S608
                        for table in ("organisations", "people", "members", "workspaces", "audit")])

    before = state()
    with pytest.raises(Refused, match=said):
        do(accounts)  # type: ignore[operator]
    assert state() == before


@pytest.mark.parametrize("change", [
    "UPDATE audit SET action = 'nothing' WHERE number = 2", "DELETE FROM audit WHERE number = 2", "UPDATE audit SET by = 'x' WHERE number = 1"])
def test_a_record_that_was_altered_is_noticed(accounts: Accounts, database: Database, change: str) -> None:
    assert check_audit(database) == 3
    with database.transaction() as connection:
        connection.execute(change)  # type: ignore[call-overload]
    with pytest.raises(Refused, match="of the audit record"):
        check_audit(database)
