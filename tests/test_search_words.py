"""Words as the search compares them: forms of one word share a key, other words do not."""

from __future__ import annotations

import csv
from itertools import combinations
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph import PlanGraph
from graph.search import find
from graph.search_finnish import starts
from graph.search_words import folded, keys, words
from graph.table import short

SEARCHES = Path(__file__).parents[1] / "bench" / "searches.csv"

FORMS = {
    "fi": [
        "lapsi lapsen lasta lapset lasten lapsia lapsille lapsissa lapsensa",
        "kirjasto kirjaston kirjastoa kirjastossa kirjastoon kirjastot kirjastojen kirjastoissa kirjastoihin",
        "työllisyys työllisyyden työllisyyttä työllisyydessä työllisyyteen",
        "päihde päihteen päihdettä päihteet päihteiden päihteitä",
        "asukas asukkaan asukasta asukkaat asukkaiden asukkaita asukkaille",
        "ihminen ihmisen ihmistä ihmiset ihmisten ihmisiä ihmisille",
        "kunta kunnan kuntaa kunnat kuntien kunnissa kuntiin",
        "kaupunki kaupungin kaupunkia kaupungissa kaupungit kaupunkien",
        "hanke hankkeen hanketta hankkeet hankkeiden hankkeissa",
        "nuori nuoren nuorta nuoret nuorten nuorille nuoria",
        "perhe perheen perhettä perheet perheiden perheille",
        "tavoite tavoitteen tavoitetta tavoitteet tavoitteiden tavoitteita",
        "toimija toimijan toimijat toimijoiden toimijoille",
        "palvelu palvelun palvelut palveluiden palvelujen palveluja palveluissa",
        "yhdistys yhdistyksen yhdistystä yhdistykset yhdistysten yhdistyksiä",
        "tuki tuen tukea tuet",
        "työ työn työtä työhön töiden",
        "Kemi Kemin Kemiä Kemissä Kemiin Kemistä",
        "vesi veden vettä vedessä",
        "puhelin puhelimen puhelinta puhelimet",
        "maksuton maksuttoman maksuttomat maksuttomia",
        "ikääntynyt ikääntyneen ikääntyneet ikääntyneiden ikääntyneille",
        "oikeus oikeuden oikeutta oikeudet",
    ],
    "sv": [
        "barn barnet barnen barnens barns",
        "bibliotek biblioteket biblioteken bibliotekens biblioteks",
        "skola skolan skolor skolorna skolans skolornas",
        "åtgärd åtgärden åtgärder åtgärderna",
        "invandrare invandraren invandrarna invandrarnas",
        "museum museet museer museerna",
        "plan planen planer planerna planens",
        "kurs kursen kurser kurserna",
    ],
    "en": [
        "library libraries",
        "child children",
        "school schools",
        "service services",
        "bus buses",
        "city cities",
        "train trained training",
    ],
}
OTHERS = {
    "fi": ["kunta kunto", "lapsi lappi", "koulu koulutus", "työ tyttö", "nuori nuora"],
    "sv": ["barn bar", "skola skog", "plan plats"],
    "en": ["library liberty", "child chill", "service serve"],
}


@pytest.mark.parametrize(("lang", "forms"), [(lang, forms) for lang in FORMS for forms in FORMS[lang]])
def test_forms_of_a_word_share_a_key(lang: str, forms: str) -> None:
    first, *others = words(forms)
    apart = [form for form in others if not keys(form, lang) & keys(first, lang)]
    assert apart == []


@pytest.mark.parametrize(("lang", "pair"), [(lang, pair) for lang in OTHERS for pair in OTHERS[lang]])
def test_other_words_share_none(lang: str, pair: str) -> None:
    assert all(not keys(a, lang) & keys(b, lang) for a, b in combinations(words(pair), 2))


@given(st.text(), st.sampled_from(["fi", "sv", "en", "de", ""]))
def test_any_text_has_words_and_they_have_keys(text: str, lang: str) -> None:
    for word in words(text):
        assert folded(word) == word
        assert word.isdigit() or lang not in ("fi", "sv", "en") or keys(word, lang)


@given(st.text("aeioukpstnlmrd", min_size=3, max_size=12))
def test_a_compound_begins_with_its_first_part(word: str) -> None:
    for key in keys(word, "fi"):
        assert all(start[:2] == key[:2] for start in starts(key) if len(start) > 3)


def _searches() -> list[tuple[str, str, int, tuple[str, ...]]]:
    with SEARCHES.open(encoding="utf-8", newline="") as rows:
        return [
            (row["lang"], row["text"], int(row["within"]), tuple(row["wanted"].split()))
            for row in csv.DictReader(rows)
        ]


def test_people_find_what_they_look_for_in_kemis_plans(kemi: PlanGraph) -> None:
    missed = {}
    for lang, text, within, wanted in _searches():
        best = [short(hit.iri) for hit in find(kemi, text, lang)][:within]
        if not set(best) & set(wanted) if wanted else best:
            missed[lang, text] = best
    assert missed == {}
    assert len(_searches()) >= 60
