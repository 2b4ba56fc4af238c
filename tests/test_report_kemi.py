"""The report on Kemi's follow-up, in Finnish: what was worked out by hand stands in it."""

from __future__ import annotations

import html
import re
from datetime import date

import pytest

from graph import PlanGraph
from graph.evaluation.report import Evaluation, Wish, evaluate
from graph.evaluation.report_document import document
from graph.evaluation.report_files import written
from graph.evaluation.report_model import Figure, Paragraph, Section, plain

PLAN = "kemi-hyvinvointi-2023"


@pytest.fixture(scope="module")
def found(kemi: PlanGraph) -> Evaluation:
    plan = next(info for info in kemi.plans("fi") if info.plan_id == PLAN)
    return evaluate(Wish(kemi, plan, "fi", {}, date(2026, 11, 24)))


@pytest.fixture(scope="module")
def text(found: Evaluation) -> str:
    """The text of the page, without its marks."""
    page = written(found, ".html").decode()
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", page)))


@pytest.mark.parametrize(
    "said",
    [
        "Raportoineet yksiköt: Hyvinvointitoimiala",
        "Painopisteitä, joille ei ole toimenpidettä, on Hyvinvointitoimialan raportissa 3",
        "joissa ei mainita yhtään toimijaa, on Hyvinvointitoimialan raportissa 2",
        "Toimenpiteitä, joilla ei ole vastuutahoa, on Hyvinvointitoimialan raportissa 9",
        "on kaupunki tai kunta kokonaisuutena, on Hyvinvointitoimialan raportissa 13",
        "Toimenpide on kirjattu 21 painopisteelle Hyvinvointitoimialan raportissa, kun painopisteitä on 24.",
        "Ilman valmistelijan tulkintaa luku on 15.",
        "Yhteyksiä painopisteisiin on 92: lähteessä nimettyjä 0, samaan termiin perustuvia 30",
        "ja yhden valmistelijan tulkintoja 62.",
        "tavoitteista 15 on toistettu Hyvinvointitoimialan raportissa (tavoitteita on kaikkiaan 16)",
        "Saadun hanke- tai avustusrahan varassa olevia toimenpiteitä on 7",
        "ei kirjattu tässä raportissa",
    ],
)
def test_what_was_counted_by_hand_is_said(text: str, said: str) -> None:
    assert said in text


def parts(sections: tuple[Section, ...]) -> dict[str, Section]:
    found = {section.key: section for section in sections}
    for section in sections:
        found |= parts(section.parts)
    return found


def test_three_priorities_stand_under_the_reason_why_they_have_no_action(found: Evaluation) -> None:
    every = parts(document(found).sections)
    silent = every["why-priorities-without-action-not-reported"].blocks[-1]
    repeated = every["why-priorities-without-action-repeated-elsewhere"].blocks[-1]
    assert [plain(item[:1]) for item in silent.items] == [  # type: ignore[union-attr]
        "Esteettömyyden parantaminen kulkuväylillä",
        "Ulkoilureittien ja leikkikenttien hoito ja kehittäminen",
    ]
    assert all("Suunniteltu toimenpide: " in plain(item) for item in silent.items)  # type: ignore[union-attr]
    assert all("Yksikkö: Ympäristötoimiala" in plain(item) for item in silent.items)  # type: ignore[union-attr]
    (item,) = repeated.items  # type: ignore[union-attr]
    assert plain(item).startswith("Yhteistyö hyvinvointialueen yhdyspinnoilla")
    assert "(P1.4); " in plain(item)


def test_what_is_missing_stands_before_the_answers_one_by_one(found: Evaluation) -> None:
    keys = [section.key for section in document(found, full=True).sections]
    assert keys[:3] == ["covers", "summary", "missing"]
    assert keys[3] == "q-council-table"
    assert keys[-1] == "sources"
    assert "q-owed-by-body" in keys
    short = [section.key for section in document(found).sections]
    assert short == [key for key in keys if not key.startswith(("group-", "apart"))]


def test_every_link_of_the_report_leads_somewhere(found: Evaluation) -> None:
    for full in (False, True):
        page = written(found, ".html", full=full).decode()
        assert set(re.findall(r'href="#([^"]+)"', page)) <= set(re.findall(r'id="([^"]+)"', page))


def test_the_list_of_one_body_holds_no_other(found: Evaluation) -> None:
    page = written(found, ".md", "kirjasto").decode()
    assert "### Kirjasto\n" in page
    assert "### Koulut\n" not in page


def test_what_no_action_has_is_said_once(found: Evaluation) -> None:
    owed = parts(document(found).sections)["q-owed-by-body"]
    assert [plain(part.title) for part in owed.parts] == [
        "Hyvinvointitoimiala",
        "Liikuntapalvelut",
        "Perusopetus",
        "Varhaiskasvatus",
    ]
    said = " ".join(plain(block.runs) for block in owed.blocks if isinstance(block, Paragraph))
    assert "ei ole kirjattu seuraavaa: lopputulos." in said
    assert "Kirjasto" in said


def test_the_charts_of_what_leads_stand_in_the_summary_unless_all_answers_do(found: Evaluation) -> None:
    for full, number in ((False, 4), (True, 0)):
        figures = parts(document(found, full=full).sections)["figures"].blocks
        shown = [block for block in figures if isinstance(block, Figure)]
        assert len(shown) == number
        assert all(block.alt and block.caption for block in shown)
