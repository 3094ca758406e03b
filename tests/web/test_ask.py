"""Asking the map in the page: by button, key, slider and link; the answer in the picture and in words."""

from collections.abc import Callable
from pathlib import Path

from tests.web.pages import CARE
from tests.web.screen import Screen
from tests.web.test_show import shown

from sysmap.formats.read import read_text
from sysmap.project import Project
from sysmap.questions.registry.finding import every
from sysmap.questions.registry.views import view_keys
from sysmap.views.bundle import bundle
from sysmap.views.file_page import page_of

ROOT = Path(__file__).parents[2]


def test_what_leads_to_a_factor_by_keys(open_page: Callable[..., Screen]) -> None:
    screen = open_page(CARE)
    screen.find("beds")
    screen.picture_key("u", "2")
    assert "What influences “=Beds taken on wards” within 2 links" in screen.looking_at()
    assert "2 factors, 2 links" in screen.looking_at()
    screen.open_panel("Ask")
    assert "The limit of 2 links cuts the answer here: the paths go on from 1 of them." in screen.result()
    screen.picture_key("a")
    assert "5 factors, 8 links" in screen.looking_at()
    assert "“=Beds taken on wards” comes back to itself through a feedback loop." in screen.result()


def test_the_slider_goes_one_link_further(open_page: Callable[..., Screen]) -> None:
    screen = open_page(CARE)
    screen.find("budget")
    screen.press("What follows")
    slider = screen.page.locator("#ask-steps")
    slider.focus()
    screen.page.keyboard.press("Home")
    assert "within 0 links" in screen.looking_at()
    screen.page.keyboard.press("ArrowRight")
    assert "What “Budget of the council” influences within 1 link" in screen.looking_at()
    assert screen.page.evaluate("document.activeElement.id") == "ask-steps"


def test_several_starts_share_or_add_up(open_page: Callable[..., Screen]) -> None:
    screen = open_page(CARE, fragment="#panel=ask&ask=up&of=visits,falls&steps=1")
    assert "3 factors" in screen.looking_at() or "2 factors" in screen.looking_at()
    union = screen.looking_at()
    screen.page.locator("#combine-intersection").check()
    assert ("Intersection of (1) What influences “Visits a week” within 1 link; "
            "(2) What influences “Falls at home” within 1 link") in screen.looking_at()
    assert screen.looking_at() != union


def test_paths_are_listed_and_can_be_looked_at_one_by_one(open_page: Callable[..., Screen]) -> None:
    screen = open_page(CARE, fragment="#panel=ask&ask=paths&from=budget&to=wards&most=6")
    said = screen.result()
    assert "2 influence paths of at most 6 links from “Budget of the council” to “=Beds taken on wards”, in order of" in said
    assert "Budget of the council → Staff in home care → Visits a week → Falls at home → =Beds taken on wards" in said
    assert "Of these, 1 is negative and 1 is without a sign" in said
    screen.page.locator("#chain-0").click()
    assert screen.view()["pick"] == 0
    assert screen.page.locator("#chain-0").get_attribute("aria-pressed") == "true"
    assert screen.page.evaluate("document.activeElement.id") == "chain-0"


def test_loops_come_with_their_kind_and_the_name_people_gave(open_page: Callable[..., Screen]) -> None:
    screen = open_page(CARE)
    screen.open_panel("Ask")
    screen.page.get_by_label("Where does change feed back on itself").check()
    said = screen.result()
    assert "3 feedback loops of at most 6 links: 2 reinforcing and 1 undetermined." in said
    assert "Pride in the work:" in said


def test_what_every_path_passes(open_page: Callable[..., Screen]) -> None:
    screen = open_page(CARE, fragment="#panel=ask&ask=must&from=budget&to=wards")
    assert ("Every path from “Budget of the council” to “=Beds taken on wards” passes “Visits a week” and “Falls at home”: "
            "single points of failure.") in screen.result()


def test_a_question_can_be_asked_without_the_picture(open_page: Callable[..., Screen]) -> None:
    """Outline, keyboard, no pointer: the same question, the same answer in text."""
    screen = open_page(CARE)
    screen.read_as("Outline")
    screen.open_panel("Ask")
    screen.page.locator("#question-up").focus()
    screen.page.keyboard.press("Space")
    screen.page.locator("#ask-start").focus()
    screen.page.keyboard.type("falls")
    screen.page.keyboard.press("Enter")
    assert screen.announced().startswith("What influences “Falls at home”: 5 factors")
    screen.page.get_by_role("button", name="Hide the rest").focus()
    screen.page.keyboard.press("Enter")
    assert "Falls at home" in screen.text()


def test_back_and_the_breadcrumb_lead_out_again(open_page: Callable[..., Screen]) -> None:
    screen = open_page(CARE)
    screen.find("falls")
    screen.picture_key("d")
    assert "What “Falls at home” influences" in screen.looking_at()
    screen.press("Back")
    assert "Falls at home" in screen.looking_at()
    assert "influences" not in screen.looking_at()
    screen.press("Whole map")
    assert screen.looking_at() == ""


def test_a_link_restores_exactly_this_view(open_page: Callable[..., Screen]) -> None:
    first = open_page(CARE)
    first.find("falls")
    first.picture_key("u", "3", "h")
    first.open_panel("Show")
    first.page.locator("#show-colour").select_option("importance")
    second = open_page(CARE, fragment="#" + first.fragment())
    assert second.view() == first.view()
    assert second.looking_at() == first.looking_at()


def test_every_view_survives_the_way_through_a_link(open_page: Callable[..., Screen]) -> None:
    """Fragments as a property: whatever can be looked at comes back the same."""
    screen = open_page(CARE)
    screen.page.evaluate(bundle("view.js", "globalThis.views = { fragmentOf, viewOf, FIRST_VIEW }"))
    broken = screen.page.evaluate("""ids => {
        let seed = 7;
        const rnd = (n) => (seed = (seed * 16807) % 2147483647) % n;
        const pick = (list) => list[rnd(list.length)];
        const { fragmentOf, viewOf, FIRST_VIEW } = globalThis.views;
        const broken = [];
        for (let i = 0; i < 2000; i++) {
            const ask = pick([null,
                { kind: "reach", direction: pick(["up", "down", "around"]), starts: [pick(ids)], steps: pick([null, 0, 1, 9]),
                  combine: pick(["union", "intersection"]) },
                { kind: pick(["paths", "must"]), from: pick([null, ...ids]), to: pick(ids), most: 1 + rnd(12) },
                { kind: "loops", through: pick([null, ...ids]), most: 1 + rnd(12) }]);
            const view = { ...FIRST_VIEW, tab: pick(["picture", "outline", "tables"]),
                panel: pick(["details", "ask", "show", "share"]),
                selected: pick([null, { kind: "factor", id: pick(ids) }]), ask, pick: ask ? pick([null, 0, 3]) : null,
                filter: pick([{}, { theme: ["a b", "c,d", "e&f=g", "", "~%"].slice(0, 1 + rnd(5)) }]),
                others: pick(["fade", "hide"]),
                colour: pick([null, "theme", "a&b"]), size: pick([null, "in"]), version: pick(["after", "before", "difference"]),
                saved: pick([null, "beds"]) };
            const back = viewOf("#" + fragmentOf(view), (id) => ids.includes(id), () => false);
            if (JSON.stringify(back) !== JSON.stringify(view)) broken.push([view, fragmentOf(view), back]);
        }
        return broken.slice(0, 3);
    }""", list(read_text(CARE).map.factors))
    assert broken == []


def test_a_broken_link_opens_the_whole_map(open_page: Callable[..., Screen]) -> None:
    screen = open_page(CARE, fragment="#ask=up&of=nobody,%E0%A4%A&steps=99&factor=gone&tab=nowhere&only-theme=%&pick=-1&most=x")
    assert screen.heading() == "Care at home"
    assert screen.view()["tab"] == "picture"
    assert screen.view()["ask"]["starts"] == []


def test_shift_and_click_adds_a_starting_factor(open_page: Callable[..., Screen]) -> None:
    screen = open_page(CARE, fragment="#ask=down&of=budget")
    screen.page.keyboard.down("Shift")
    screen.click_factor("trust")
    screen.page.keyboard.up("Shift")
    assert screen.view()["ask"]["starts"] == ["budget", "trust"]


def test_the_strategy_teams_question_takes_two_actions_and_its_answer_is_on_one_screen(open_page: Callable[..., Screen]) -> None:
    theory = Project.open(ROOT / "toc" / "cqc-system-assessment-2025.yaml")
    screen = open_page(page_of(theory), size=(1280, 800))
    screen.page.get_by_role("combobox", name="What do you want to know?").click()
    screen.page.get_by_role("option", name="Through which mechanisms do assessment reports lead to improvements").click()
    brief = screen.page.locator(".brief")
    said = " ".join(brief.inner_text().split())
    for words in ("Outputs → Improvements at ICS and LA system level", "Works through Guided", "reflect on its findings",
                  "CQC has no direct power", "Evidence on the way strong", "Achieved (given by people); fragile",
                  "Those assessed had already seen what needed improving"):
        assert words in said
    place = brief.bounding_box()
    assert place
    assert place["y"] + place["height"] <= 800
    assert shown(screen) == {"outputs", "improvements"}


def test_a_live_answer_between_two_factors_is_told_in_short_too(open_page: Callable[..., Screen]) -> None:
    theory = Project.open(ROOT / "toc" / "cqc-system-assessment-2025.yaml")
    screen = open_page(page_of(theory), fragment="#panel=ask&ask=paths&from=outputs&to=improvements&most=6")
    said = " ".join(screen.page.locator(".brief").inner_text().split())
    assert "Works through Guided" in said
    assert "Evidence on the way strong" in said


def test_the_question_box_offers_the_registrys_words_and_nothing_that_the_page_cannot_answer(open_page: Callable[..., Screen]) -> None:
    asked = [one.in_short for one in every("page")]
    assert len(asked) == 6
    assert "What influences this, directly and further back?" in asked
    screen = open_page(CARE)
    screen.page.get_by_role("combobox", name="What do you want to know?").click()
    offered = screen.page.locator("#question-hits li").all_inner_texts()
    kept = [one.label for one in read_text(CARE).map.views.values() if set(one.query) & set(view_keys())]
    assert offered == [*(f"{label} (kept by the authors)" for label in kept), *asked]
    screen.page.keyboard.type("feedback")
    screen.page.keyboard.press("Enter")
    assert "No feedback loop" in screen.result() or "feedback loop" in screen.result()


def test_a_saved_ladder_shows_its_bar_and_the_page_says_what_it_cannot_answer(open_page: Callable[..., Screen]) -> None:
    screen = open_page(CARE + "  - {id: far, label: How far, query: {ladder: [budget, wards]}}\n", fragment="#panel=ask")
    screen.page.locator("#question-given-far").check()
    bar = screen.page.locator(".ask-result .answer-picture svg")
    assert bar.locator("title").text_content() == "How far the evidence carries"
    assert bar.locator("text", has_text="no path").count() == 3
    screen.press("Enlarge")
    assert screen.page.locator("dialog.picture svg").is_visible()
    screen.page.locator("dialog.picture").get_by_role("button", name="Close").click()
    screen.page.locator("dialog.picture").wait_for(state="detached")
    assert "answers these questions alone" in screen.page.locator("p.offline").inner_text()


def test_the_parts_of_a_large_map_are_named_counted_and_looked_at_one_by_one(open_page: Callable[..., Screen]) -> None:
    rings = [f"{{from: {a}{i}, to: {a}{(i + 1) % 6}, polarity: positive}}" for a in "pq" for i in range(6)]
    factors = ", ".join(f"{a}{i}: {{label: {'Pay' if a == 'p' else 'Beds'} {i}}}" for a in "pq" for i in range(6))
    screen = open_page(f"sysmap: 1\nkind: map\nid: rings\ntitle: Rings\nfactors: {{{factors}}}\nlinks:\n" + "".join(
        f"  - {one}\n" for one in [*rings, "{from: p0, to: q0, polarity: negative}"]), fragment="#panel=ask")
    screen.page.locator("#question-given-communities").check()
    assert "The map falls into 2 parts" in screen.result()
    assert screen.page.locator(".ask-result .answer-picture svg").is_visible()
    screen.page.locator("#part-0").click()
    assert screen.page.locator("#part-0").get_attribute("aria-pressed") == "true"
    assert "6 factors, 6 links" in screen.looking_at()
    screen.page.locator("#part-0").click()
    assert "12 factors, 13 links" in screen.looking_at()
