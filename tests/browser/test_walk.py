"""Ten tasks of a planner in Finnish on the plans of Kemi, by mouse and by keyboard alone, in few steps.

What is right is known from the documents of Kemi, read by a person; no page is asked for it.
"""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from webviz import Settings

from .conftest import serving, watching
from .pictures import take
from .walker import Walker

pytestmark = [pytest.mark.browser, pytest.mark.slow]

#: The folder for pictures, where they are asked for; read before a test hides the environment.
PICTURES = os.environ.get("PLANWEAVE_PICTURES", "")
AGAINST_BULLYING = {
    "Kiusaamiseen ja poissaoloihin puuttumisen mallit",
    "Häirintäyhdysopettajien nimeäminen kouluihin",
    "Nuorten ohjaaminen sovitteluun kouluista",
}
ON_RECEIVED_MONEY = {
    "Liikuntaneuvonta, ohjattu ja soveltava liikunta",
    "Etsivän nuorisotyön ryhmä- ja retkitoiminta",
    "Kahden koulunuorisotyöntekijän palkkaaminen yläkouluihin",
    "Henkilöstön ja lasten digitaitojen vahvistaminen",
    "Liikuntapalvelujen palveluohjauksen kehittäminen ja juurruttaminen",
    "Määräaikaisten työntekijöiden palkkaaminen hanke- ja avustusrahoilla",
    "Avustus- ja hankerahoitus kehittämiseen ja perustyön resursseihin",
}
NOBODY_RESPONSIBLE = {
    "Kahden koulunuorisotyöntekijän palkkaaminen yläkouluihin",
    "Pajarinrannan valo- ja äänitaideteoksen julkistaminen",
    "Yhdessä ry:n toiminnan siirtyminen Lapin hyvinvointialueelle 2024",
    "Osallistuminen hyvinvoinnin, terveyden ja turvallisuuden edistämisen (HYTETU) neuvotteluun",
    "Kuntien ja Lapin hyvinvointialueen yhteiset verkostotyöryhmät",
    "Kemistipendien jakaminen",
    "Hyte-koordinaattorin työ viidessä yhteistyöverkostossa",
    "Kouluympäristön ja kouluyhteisön tarkastukset Hepolan ja Syväkankaan kouluissa",
    "Rikosten ja riita-asioiden sovittelu",
}
NOT_REACHED = {
    "Lapsiperheet", "Työnhakijat ja työttömät", "Maahanmuuttajat", "Ikääntyneet", "Työikäiset",
    "Vammaiset henkilöt", "Kieliryhmät ja saamelaiset", "Mielenterveys- ja päihdekuntoutujat",
    "Omaishoitajat",
}  # fmt: skip
TOKEN = "a token of sixteen letters"
VIEW = "Kiusaamisen ehkäisy koulussa"


@pytest.fixture(scope="module")
def walked_site(kemi_path: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a viewer over plans of its own, in which a view may be saved, with a public address."""
    own = tmp_path_factory.mktemp("walk") / "store"
    shutil.copytree(kemi_path, own)
    yield from serving(Settings(own, public_url="https://plans.example.fi", internal=True, edit_token=TOKEN))


@pytest.fixture(params=["mouse", "keyboard"])
def walker(request: pytest.FixtureRequest, browser: Browser, walked_site: str) -> Iterator[Walker]:
    for watched in watching(browser, walked_site):
        watched.page.set_default_timeout(10_000)
        yield Walker(watched, request.param)


def column(page: Page, number: int) -> set[str]:
    """Return the texts of a column of the answer."""
    return {
        text.strip() for text in page.locator(f"table.plain tbody td:nth-child({number})").all_inner_texts()
    }


def other(page: Page, path: str) -> Locator:
    return page.locator(f"header .others a[href^='{path}']")


def priorities_without_action_and_why(walker: Walker) -> None:
    page = walker.begin()
    walker.act(page.locator("main .segments a[href*='gaps=true']"))
    rows = page.locator("table.matrix tr.gap").all_inner_texts()
    unreported = ("Esteettömyyden parantaminen kulkuväylillä", "Ulkoilureittien ja leikkikenttien hoito")
    for name in unreported:
        [row] = [text for text in rows if name in text]
        assert "Yksikkö ei raportoinut" in row
        assert "Ympäristötoimiala" in row
    [repeated] = [text for text in rows if "Yhteistyö hyvinvointialueen yhdyspinnoilla" in text]
    assert "Toimenpiteet toisen päämäärän alla" in repeated
    assert len(rows) == 3


def who_works_against_bullying(walker: Walker) -> None:
    page = walker.begin()
    walker.pick(page.locator("#q"), "kiusaaminen", "Kiusaamisen ehkäiseminen")
    walker.act(page.locator("nav.tabs a[href^='/focus']"))
    assert "Toimenpide (3)" in " ".join(page.locator("main .stage svg").all_text_contents())
    rows = told_rows(page)
    assert {row[0] for row in rows if row[1] == "toteuttaa"} == AGAINST_BULLYING
    under = {row[2] for row in rows if row[0] in AGAINST_BULLYING and "päämäärän" in row[1]}
    assert under == {"Hyvinvoivat kuntalaiset", "Elinvoimainen kaupunki"}
    assert {row[2] for row in rows if "vastuutaho" in row[1]} == {"Perusopetus", "Koulut"}
    assert not [row for row in rows if "kumppani" in row[1]]


def told_rows(page: Page) -> list[list[str]]:
    """Return the rows of a closed list, which is there but not seen."""
    rows = page.locator("#as-list tbody tr").evaluate_all(
        "rows => rows.map(row => [...row.cells].map(cell => cell.textContent.trim()))"
    )
    return [[" ".join(cell.split()) for cell in row] for row in rows]


def what_links_sport_and_the_county(walker: Walker) -> None:
    page = walker.begin()
    walker.act(page.locator("nav.tabs a[href^='/path']"))
    fields = page.locator("main form.ends input[type=text]")
    walker.write(fields.nth(0), "Liikuntapalvelut")
    walker.write(fields.nth(1), "Lapin hyvinvointialue")
    walker.send()
    said = page.locator("main .answer").inner_text()
    assert re.search(r"(?i)ei .*(suor|yhteistä|kytke)", said), said
    assert "kirjasto" in said.lower()
    assert "Hyvinvoivat kuntalaiset" not in said
    assert "Kemin kaupunki" not in said


def actions_on_received_money(walker: Walker) -> None:
    page = walker.begin()
    walker.act(other(page, "/questions"))
    walker.act(page.locator("main a[href*='/questions/actions-on-project-money']"))
    assert column(page, 2) == ON_RECEIVED_MONEY


def where_nobody_is_responsible(walker: Walker) -> None:
    page = walker.begin()
    walker.act(page.locator("main a[href*='/questions/actions-without-responsible-body']").first)
    assert column(page, 2) == NOBODY_RESPONSIBLE


def groups_that_nobody_reaches(walker: Walker) -> None:
    page = walker.begin()
    walker.act(page.locator("main a[href*='/questions/expected-groups-not-reached']").first)
    assert column(page, 1) == NOT_REACHED


def what_of_the_strategy_was_reported(walker: Walker) -> None:
    page = walker.begin()
    walker.act(other(page, "/compare"))
    told = " ".join(page.locator("section[aria-labelledby=sums]").inner_text().split())
    assert (
        "suunnitelmassa 148; raportoitu: 16; ei raportissa, vaikka yksikkö raportoi: 24;"
        " yksikkö ei raportoinut: 108." in told
    )
    expect(page.locator("main h2#sums")).to_be_visible()


def a_list_on_paper(walker: Walker) -> None:
    page = walker.begin()
    walker.pick(page.locator("#q"), "kiusaaminen", "Kiusaamisen ehkäiseminen")
    walker.act(page.locator("nav.tabs a[href^='/list']"))
    page.emulate_media(media="print")
    expect(page.locator("header.top")).to_be_hidden()
    expect(page.locator("main form").first).to_be_hidden()
    text = page.locator("main table").first.inner_text()
    assert [name for name in AGAINST_BULLYING if name not in text] == []
    assert "Tulkinta" in text
    page.emulate_media(media="screen")


def a_saved_view(walker: Walker) -> None:
    walker.watched.open("/focus?focus=kemi-hyvinvointi-2023:P2.2")
    page = walker.page
    page.locator("#save-box summary").click()
    page.locator("#save-name").fill(f"{VIEW} ({walker.hand})")
    page.locator("#save-token").fill(TOKEN)
    page.locator("#save-view button[type=submit]").click()
    page.wait_for_load_state("networkidle")
    page = walker.begin()
    walker.act(other(page, "/views"))
    walker.act(page.get_by_role("link", name=f"{VIEW} ({walker.hand})").first)
    expect(page.locator("main h1")).to_contain_text("Kiusaamisen ehkäiseminen")


def a_picture_on_a_page_of_the_city(walker: Walker) -> None:
    page = walker.begin()
    walker.act(page.locator(".to-present.top a"))
    walker.act(page.locator("#embedding > summary"))
    code = page.locator("#embed-code")
    expect(code).to_be_visible()
    assert 'src="https://plans.example.fi/embed/matrix' in code.input_value()


TASKS: list[Callable[[Walker], None]] = [
    priorities_without_action_and_why,
    who_works_against_bullying,
    what_links_sport_and_the_county,
    actions_on_received_money,
    where_nobody_is_responsible,
    groups_that_nobody_reaches,
    what_of_the_strategy_was_reported,
    a_list_on_paper,
    a_saved_view,
    a_picture_on_a_page_of_the_city,
]


@pytest.mark.parametrize("task", TASKS, ids=lambda task: task.__name__)
def test_a_planner_finds_the_answer_within_three_steps(
    walker: Walker, task: Callable[[Walker], None]
) -> None:
    task(walker)
    assert 1 <= walker.steps <= 3
    if PICTURES and walker.hand == "mouse":
        take(walker.page, Path(PICTURES), task.__name__)
