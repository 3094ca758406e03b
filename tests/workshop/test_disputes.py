"""Tables that disagree and nobody who chooses: every voice is kept, and nothing is settled."""

from __future__ import annotations

from textwrap import dedent

from sysmap.core.levels import at_level
from sysmap.core.map import Map
from sysmap.core.merge import merge_maps
from sysmap.core.sentences import factor_sentence, link_sentence
from sysmap.core.voices import is_contested
from sysmap.formats.read import read_text
from sysmap.formats.save import revised
from sysmap.workshop.disputes import settled_or_contested, to_decide

BASE = """
    sysmap: 1
    kind: map
    id: ward
    title: The ward
    factors:
      agency: {label: Agency staff, importance: 1}
      sickness: Staff sickness
"""
LINK = "links:\n  - {from: agency, to: sickness, "
ONE = LINK + "polarity: positive, strength: strong, why: Strangers tire a team., raised_by: [managers]}\n"
TWO = LINK + "polarity: negative, why: More hands., raised_by: [nurses]}\n"


def a_map(text: str, more: str = "") -> Map:
    return read_text(dedent(text) + more).map


def together(base: str, one: Map, two: Map) -> Map:
    copies = [("table-1", one), ("table-2", two)]
    return settled_or_contested(merge_maps(a_map(base), copies), {}, copies, a_map(base))


def test_two_signs_for_one_link_are_two_voices_in_the_file() -> None:
    link = together(BASE, a_map(BASE, ONE), a_map(BASE, TWO)).links["agency->sickness"]
    assert (link.polarity, link.strength, link.confidence, link.why) == ("unknown", None, "contested", None)
    assert [(v.by, v.at, v.polarity, v.strength, v.why) for v in link.voices] == [
        ("managers", "table-1", "positive", "strong", "Strangers tire a team."), ("nurses", "table-2", "negative", None, "More hands.")]
    assert link.raised_by == ("managers", "nurses"), "both raised the link; who gave which sign stands with the sign"


def test_they_are_written_and_read_again() -> None:
    map_ = together(BASE, a_map(BASE, ONE), a_map(BASE, TWO))
    text = revised(read_text(dedent(BASE)), map_).text
    assert "voices:" in text
    assert read_text(text).map == map_


def test_a_contested_link_is_so_in_words_and_is_not_mixed() -> None:
    map_ = together(BASE, a_map(BASE, ONE), a_map(BASE, TWO))
    assert link_sentence(map_, map_.links["agency->sickness"]) == (
        "“Agency staff” influences “Staff sickness”; people disagree which way (managers at table-1: positive, strong influence, "
        "because strangers tire a team; nurses at table-2: negative, because more hands).")
    assert "Influences, people disagree which way, “Staff sickness”." in factor_sentence(map_, map_.factors["agency"])


def test_a_link_that_was_there_keeps_what_was_said_before_as_a_voice() -> None:
    one, two = (a_map(BASE, LINK + f"polarity: {sign}}}\n") for sign in ("positive", "negative"))
    copies = [("table-1", one), ("table-2", two)]
    base = a_map(BASE, LINK + "polarity: mixed}\n")
    link = settled_or_contested(merge_maps(base, copies), {}, copies, base).links["agency->sickness"]
    assert [(v.at, v.polarity) for v in link.voices] == [
        ("plenary", "mixed"), ("table-1", "positive"), ("table-2", "negative")]


def test_what_else_tables_say_of_a_factor_stays_as_it_was_with_every_voice() -> None:
    one, two = (a_map(BASE.replace("importance: 1", said)) for said in ("importance: 3, owner: Matron", "importance: 2, owner: Bank"))
    factor = together(BASE, one, two).factors["agency"]
    assert (factor.importance, factor.owner) == (1, None)
    assert [(v.at, v.importance) for v in factor.voices] == [("plenary", 1), ("table-1", 3), ("table-2", 2)]
    assert [note.text for note in factor.notes] == ["Table 1 says: owner: Matron.", "Table 2 says: owner: Bank."]


def test_two_new_names_for_one_factor_are_both_kept_as_aliases() -> None:
    one, two = (a_map(BASE.replace("label: Agency staff", f"label: {name}")) for name in ("Bank staff", "Temps"))
    factor = together(BASE, one, two).factors["agency"]
    assert (factor.label, factor.aliases) == ("Agency staff", ("Bank staff", "Temps"))


def test_once_people_settle_the_sign_the_link_is_contested_no_longer() -> None:
    voices = "voices: [{by: us, polarity: positive}, {by: them, polarity: negative}]"
    for said, contested in (("", True), ("polarity: positive, confidence: agreed, ", False), ("confidence: contested, ", True)):
        link = a_map(BASE, f"{LINK}{said}{voices}}}\n").links["agency->sickness"]
        assert is_contested(link) is contested


def test_outside_the_team_a_voice_is_nobodys() -> None:
    map_ = at_level(together(BASE, a_map(BASE, ONE), a_map(BASE, TWO)), "client")
    said = link_sentence(map_, map_.links["agency->sickness"])
    assert "somebody: positive" in said
    assert not {"managers", "nurses", "table"}.intersection(said.replace("-", " ").split())


def test_who_settles_the_sign_takes_the_reason_with_it_and_is_asked_once() -> None:
    copies = [("table-1", a_map(BASE, ONE)), ("table-2", a_map(BASE, TWO))]
    merged = merge_maps(a_map(BASE), copies)
    [sign] = to_decide(merged.conflicts)
    link = settled_or_contested(merged, {sign.key: "table-2"}, copies, a_map(BASE)).links["agency->sickness"]
    assert (link.polarity, link.why, link.voices, link.confidence) == ("negative", "More hands.", (), None)
