"""What changed between two versions, told as changes with their reasons."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sysmap.core.diff import diff
from sysmap.core.elements import Change, Factor, Link
from sysmap.core.map import Map
from sysmap.core.problem import Refused
from sysmap.formats.history import read_at
from sysmap.formats.read import read_file, read_text

ROOT = Path(__file__).parents[2]


def read(name: str) -> Map:
    return read_file(ROOT / "toc" / f"{name}.yaml").map


def theory(body: str) -> Map:
    reading = read_text(f"sysmap: 1\nkind: theory\nid: t\ntitle: T\n{body}")
    assert not reading.problems
    return reading.map


def test_between_the_published_versions_there_are_seven_changes_and_nothing_else() -> None:
    found = diff(read("cqc-system-assessment-2024"), read("cqc-system-assessment-2025"))
    assert [(c.id, c.kind) for c in found.changes] == [
        ("CH1", "relabel"), ("CH2", "relabel"), ("CH3", "format"), ("CH4", "add"), ("CH5", "move"), ("CH6", "link"),
        ("CH7", "whose")]
    assert all(c.logged and c.reason for c in found.changes)
    assert (found.unmatched, found.guesses) == ((), ())
    added = next(c for c in found.changes if c.id == "CH4")
    assert sorted(p.element for p in added.parts) == [
        "improved-relationships", "improved-relationships->improvements", "improved-relationships->inclusive-improvements",
        "improved-relationships->system-understanding"]
    dotted = {p.element for c in found.changes if c.id == "CH3" for p in c.parts}
    assert {"insight", "local-quality", "provider-escalation"} <= dotted
    assert "improvements" not in dotted


def test_scores_told_for_the_first_time_are_findings() -> None:
    found = diff(read("cqc-system-assessment-2024"), read("cqc-system-assessment-2025"))
    assert {d.element for d in found.findings if d.field == "score"} == {
        "performance-framework", "system-regulation-understanding", "improvements", "system-understanding",
        "inclusive-improvements", "insight"}
    assert len({d.element for d in found.findings if d.field == "likelihood"}) == 6


def test_a_file_compared_with_itself_says_the_same() -> None:
    same = read("cqc-system-assessment-2025")
    assert diff(same, same).changes == ()
    assert diff(same, same).sentences()[0].endswith("says the same as cqc-system-assessment-2025.")


def test_json_has_the_public_shape() -> None:
    out = diff(read("cqc-system-assessment-2024"), read("cqc-system-assessment-2025")).to_json()
    json.dumps(out)
    moved = next(c for c in out["changes"] if c["id"] == "CH5")
    assert {k: moved[k] for k in ("kind", "element", "id", "before", "after", "field")} == {
        "kind": "move", "element": "insight", "id": "CH5", "before": "immediate", "after": "short-term", "field": "layer"}
    assert moved["reason"].startswith("It will only be reached")


def test_what_nobody_explained_is_told_without_a_reason() -> None:
    old = theory("factors: {a: {label: A}, b: {label: B}}\nlinks: [{from: a, to: b, polarity: positive}]")
    new = theory("factors: {a: {label: A, score: {label: Achieved}}, b: {label: B}}\n"
                 "links: [{from: a, to: b, polarity: negative}]")
    found = diff(old, new)
    assert [c.sentence for c in found.changes] == [
        "The sign of a -> b went from positive to negative. No reason is given."]
    assert [d.field for d in found.findings] == ["score"]
    assert [c.kind for c in diff(new, old).changes] == ["re-score", "re-sign"]


def test_an_entry_that_nothing_bears_out_is_told() -> None:
    old = theory("factors: {a: {label: A}}")
    new = theory("factors: {a: {label: A}}\nchanges: [{id: c1, kind: relabel, element: a, reason: Because}]")
    assert diff(old, new).unmatched == ("c1",)


def test_the_same_label_under_another_id_is_a_guess() -> None:
    old, new = theory("factors: {trust: {label: Greater trust}}"), theory("factors: {confidence: {label: greater  Trust}}")
    found = diff(old, new)
    assert found.guesses == (("trust", "confidence"),)
    assert sorted(c.kind for c in found.changes) == ["add", "remove"]


def test_evidence_that_came_and_went() -> None:
    old = theory("factors: {a: {label: A}}")
    found = diff(old, old, evidence_before={"a": ("x", "y")}, evidence_after={"a": ("y", "z", "w")})
    assert found.changes[0].sentence == "The evidence on a changed: 2 items came, 1 item went. No reason is given."
    assert diff(old, old, evidence_before={}, evidence_after={"a": ("x",)}).changes == ()


def test_notes_and_citations_are_not_compared_but_counted() -> None:
    old, new = theory("factors: {a: {label: A}}"), theory("factors: {a: {label: A, notes: A remark, aliases: [B]}}")
    assert (diff(old, new).changes, diff(old, new).left_out) == ((), 1)


ids = st.sampled_from(["a", "b", "c"])
factors = st.dictionaries(ids, st.sampled_from(["One", "Two"])).map(
    lambda labels: {i: Factor(id=i, label=label) for i, label in labels.items()})


@given(factors, factors)
def test_both_ways_tell_the_same_number_of_differences(one: dict, two: dict) -> None:
    a, b = Map(id="m", title="M", factors=one), Map(id="m", title="M", factors=two)
    there, back = diff(a, b), diff(b, a)
    assert len(there.changes) == len(back.changes)
    assert (len(there.changes) == 0) == (dict(one) == dict(two))


def test_a_log_entry_gathers_the_elements_it_names() -> None:
    old = Map(id="m", title="M", factors={i: Factor(id=i, label="Partner") for i in "ab"},
              links={"a->b": Link(id="a->b", from_="a", to="b")})
    new = Map(id="m", title="M", factors={i: Factor(id=i, label="Stakeholder") for i in "ab"}, links=old.links,
              changes={"c": Change(id="c", kind="relabel", elements=("a", "b"), field="label", reason="Said so.")})
    assert [(c.id, len(c.parts)) for c in diff(old, new).changes] == [("c", 2)]


def git(folder: Path, *args: str) -> None:
    subprocess.run(["git", "-C", str(folder), "-c", "user.name=t", "-c", "user.email=t@example.org", *args], check=True,
                   capture_output=True)


def test_a_file_at_an_earlier_commit(tmp_path: Path) -> None:
    file = tmp_path / "m.yaml"
    file.write_text("sysmap: 1\nkind: map\nid: m\ntitle: M\nfactors: {a: {label: A}}\n")
    git(tmp_path, "init", "-q")
    git(tmp_path, "add", ".")
    git(tmp_path, "commit", "-qm", "first")
    file.write_text("sysmap: 1\nkind: map\nid: m\ntitle: M\nfactors: {a: {label: B}}\n")
    assert [c.kind for c in diff(read_at(file, "HEAD").map, read_file(file).map).changes] == ["relabel"]
    for revision, code in (("nowhere", "F42"), ("--help", "F42")):
        with pytest.raises(Refused) as refused:
            read_at(file, revision)
        assert refused.value.problems[0].code == code
    other = tmp_path / "new.yaml"
    other.write_text("sysmap: 1\n")
    with pytest.raises(Refused) as refused:
        read_at(other, "HEAD")
    assert refused.value.problems[0].code == "F43"
