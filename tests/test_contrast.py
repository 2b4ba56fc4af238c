"""Every colour of the style sheets beside the one it stands on: WCAG 2.1, 1.4.3 and 1.4.11."""

from __future__ import annotations

import pytest

from ontology.shapes import load_model

from .style_sheets import STATIC, colours, contrast, rules, tokens

TEXT, SIGN = 4.5, 3.0
SHEETS = sorted(STATIC.glob("*.css"))
RULES = [rule for sheet in SHEETS for rule in rules(sheet)]
PAPER, GROUND, INK, LINK = (
    colours(tokens()[name])[0] for name in ("--paper", "--ground", "--ink", "--accent-dark")
)
#: What text may stand on where its own rule names no ground.
GROUNDS = [one for name in ("--paper", "--ground", "--accent-pale") for one in colours(tokens()[name])]
#: What has a ground and no text.
WORDLESS: set[str] = set()


def test_style_sheets_are_read_whole() -> None:
    assert len(RULES) > 150
    assert any(rule.selector == ".gap .reason" and len(rule.colours("background")) == 2 for rule in RULES)
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: sheet.name)
def test_texts_can_be_read_where_they_stand(sheet) -> None:
    faint = []
    for rule in (rule for rule in RULES if rule.file == sheet.name):
        grounds = rule.colours("background", "background-color") or GROUNDS
        for text in rule.colours("color"):
            faint += [(rule.selector, text, on) for on in grounds if contrast(text, on) < TEXT]
    assert faint == []


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: sheet.name)
def test_text_and_links_can_be_read_on_every_ground(sheet) -> None:
    faint = []
    of_sheet = [rule for rule in RULES if rule.file == sheet.name and rule.selector not in WORDLESS]
    for rule in (rule for rule in of_sheet if not rule.colours("color")):
        for on in rule.colours("background", "background-color"):
            faint += [(rule.selector, text, on) for text in (INK, LINK) if contrast(text, on) < SIGN]
            faint += [(rule.selector, INK, on)] if contrast(INK, on) < TEXT else []
    assert faint == []


def test_the_ring_around_what_has_the_focus_is_seen() -> None:
    [ring] = [rule for rule in RULES if rule.selector == ":focus-visible"]
    assert "3px solid" in ring.declared["outline"]
    assert all(contrast(one, on) >= SIGN for one in ring.colours("outline") for on in GROUNDS)
    without = {rule.selector for rule in RULES if rule.declared.get("outline") == "none"}
    # Which draw a ring of their own.
    assert without <= {"main:focus", ".layered a:focus", ".spread a:focus", ".vis-network"}


def test_what_is_filled_in_or_pressed_has_a_border_that_is_seen() -> None:
    bordered = [
        rule for rule in RULES if rule.selector.startswith(("input:is(", "button, .button", ".segments"))
    ]
    seen = [one for rule in bordered for one in rule.colours("border")]
    assert len(seen) >= 3
    assert all(contrast(one, PAPER) >= SIGN for one in seen)


@pytest.mark.parametrize("kind", load_model().kinds, ids=lambda kind: kind.name)
def test_colours_of_kinds_can_be_read_and_seen_on_every_ground(kind) -> None:
    assert all(contrast(kind.colour, on) >= TEXT for on in (PAPER, GROUND))
