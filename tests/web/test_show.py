"""What is kept, coloured, counted; tables in step with the picture; saved views as a tour."""

import csv
import io
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.web.pages import CARE
from tests.web.screen import Screen

from sysmap.formats.read import read_file, read_text
from sysmap.views.page import render_page
from sysmap.views.saved import shown_by

ROOT = Path(__file__).parents[2]


def shown(screen: Screen) -> set[str]:
    """Factors that are drawn strong."""
    return set(screen.page.evaluate("""() => {
        const { boxes } = window.sysmap.picture.scene();
        return boxes.filter((box) => !box.faded).map((box) => box.id);
    }"""))


def test_a_filter_keeps_what_is_ticked(open_page: Callable[..., Screen]) -> None:
    screen = open_page(CARE)
    screen.open_panel("Show")
    screen.page.get_by_label("Health (2)").check()
    assert shown(screen) == {"falls", "wards"}
    assert "Only theme: Health" in screen.looking_at()
    screen.page.get_by_label("Money (1)").check()
    assert shown(screen) == {"falls", "wards", "budget"}
    screen.press("Drop the filter")
    assert shown(screen) == {"budget", "staff", "visits", "falls", "trust", "wards"}


def test_a_filter_of_links_keeps_the_factors_they_join(open_page: Callable[..., Screen]) -> None:
    screen = open_page(CARE, fragment="#only-polarity=negative")
    assert shown(screen) == {"visits", "falls", "wards", "budget"}
    assert "polarity: − negative" in screen.looking_at()


def test_a_filter_narrows_the_answer_to_a_question(open_page: Callable[..., Screen]) -> None:
    screen = open_page(CARE, fragment="#ask=up&of=wards&only-theme=people")
    assert shown(screen) == {"wards", "staff", "visits", "trust"}


def test_hidden_factors_are_not_drawn_and_cannot_be_clicked(open_page: Callable[..., Screen]) -> None:
    screen = open_page(CARE, fragment="#only-theme=health&others=hide")
    assert set(screen.page.evaluate("window.sysmap.picture.scene().boxes.map((box) => box.id)")) == {"falls", "wards"}
    screen.click_factor("budget")
    assert screen.heading() == "Care at home"


def test_colour_and_number_come_with_a_legend(open_page: Callable[..., Screen]) -> None:
    screen = open_page(CARE, fragment="#colour=control&size=importance")
    legend = screen.legend()
    assert "Control: We can influence it" in legend or "Control: Within our control" in legend
    assert "Number in the corner: Importance, 1 to 3" in legend
    assert screen.page.evaluate("window.sysmap.picture.scene().boxById.get('staff').badge.text") == "3"


def test_measures_of_the_python_analysis_can_be_shown(open_page: Callable[..., Screen]) -> None:
    screen = open_page(CARE)
    screen.open_panel("Show")
    screen.page.locator("#show-size").select_option(label="Betweenness")
    assert "share of the shortest paths" in screen.page.locator("#panel-show").inner_text().lower()


def test_tables_follow_the_picture_and_sort(open_page: Callable[..., Screen]) -> None:
    screen = open_page(CARE, fragment="#tab=tables&only-theme=people")
    assert "3 rows of 6." in screen.text()
    screen.press("Factor")
    rows = screen.page.locator("tbody th").all_inner_texts()
    assert rows == ["Staff in home care", "Trust in carers", "Visits a week"]
    screen.press("Factor")
    assert screen.page.locator("thead th").first.get_attribute("aria-sort") == "descending"
    assert screen.page.locator("tbody th").first.inner_text() == "Visits a week"
    screen.page.get_by_label("Only what the picture shows").uncheck()
    screen.page.locator("#sheet-find").fill("falls")
    assert screen.page.locator("tbody th").all_inner_texts() == ["Falls at home"]
    screen.press("Falls at home")
    assert screen.heading() == "Falls at home"


def test_a_table_is_saved_as_csv_that_no_spreadsheet_takes_for_formulas(open_page: Callable[..., Screen]) -> None:
    screen = open_page(CARE, fragment="#tab=tables")
    with screen.page.expect_download() as saved:
        screen.press("Save as CSV")
    assert saved.value.suggested_filename == "care-factors.csv"
    text = saved.value.path().read_text(encoding="utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))
    assert [row["Factor"] for row in rows][-1] == "'=Beds taken on wards"
    assert rows[1]["Control"] == "Within our control"


def test_saved_views_are_buttons_and_a_tour(open_page: Callable[..., Screen]) -> None:
    screen = open_page(CARE)
    screen.open_panel("Views and files")
    screen.press("What fills the wards")
    assert "Read from the wards backwards." in screen.page.locator(".tour").inner_text()
    assert shown(screen) == {"wards", "falls", "visits"}
    screen.press("Next")
    assert "Health only 2 of 3" in " ".join(screen.page.locator(".tour").inner_text().split())
    assert shown(screen) == {"falls", "wards"}
    assert screen.view()["others"] == "hide"
    screen.press("Previous")
    screen.press("Leave the tour")
    assert screen.page.locator(".tour").count() == 0


def test_a_saved_view_may_place_factors_elsewhere(open_page: Callable[..., Screen]) -> None:
    screen = open_page(CARE, fragment="#view=placed")
    assert screen.page.evaluate("""(() => {
        const { box } = window.sysmap.picture.scene().boxById.get("trust");
        return [box.x, box.y];
    })()""") == [-400, -300]
    x, y = screen.page.evaluate("(({ x, y }) => [x, y])(window.sysmap.picture.toScreen(-400, -300))")
    screen.page.mouse.click(x, y)
    assert screen.heading() == "Trust in carers"
    screen.press("Leave the tour")
    assert screen.page.evaluate("window.sysmap.picture.scene().boxById.get('trust').box.x") != -400


def test_a_page_can_open_with_a_saved_view(open_page: Callable[..., Screen]) -> None:
    screen = open_page(render_page(read_text(CARE).map, view="health"))
    assert shown(screen) == {"falls", "wards"}
    assert "Health only" in screen.page.locator(".tour").inner_text()


@pytest.mark.parametrize("path", [ROOT / "toc/cqc-system-assessment-2025.yaml", ROOT / "maps/bsol-ics-2024.yaml",
                                  ROOT / "maps/la-assessment-process.yaml", ROOT / "toc/provider-guidance-products.yaml"],
                         ids=lambda path: path.stem)
def test_a_saved_view_shows_the_same_in_the_page_and_in_a_figure(open_page: Callable[..., Screen], path: Path) -> None:
    map_ = read_file(path).map
    for view in map_.views.values():
        screen = open_page(render_page(map_, view=view.id))
        in_figure = {id_ for id_, factor in shown_by(map_, view).factors.items() if factor.status != "retired"}
        assert shown(screen) == in_figure, view.id
