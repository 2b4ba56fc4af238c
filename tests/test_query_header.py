"""What a header says beyond the title: texts, picture, parameters, denominator; and all faults at once."""

from __future__ import annotations

from pathlib import Path

import pytest

from graph import PlanGraph
from graph.errors import ParameterError, ShapeError
from graph.evaluation.counting import counted_cells
from graph.library import Chart, NamedQuery, Param, load_library, read_query
from graph.query_checks import checked

WHOLE = """\
#+ summary: {fi: f, sv: s, en: e}
#+ description: {fi: f, sv: s, en: e}
#+ matters: {fi: mf, sv: ms, en: me}
#+ reading: {fi: rf, sv: rs, en: re}
#+ healthy: {fi: hf, sv: hs, en: he}
#+ says:
#+   none: {fi: "ei", sv: "inga", en: "none of {total}"}
#+   some: {fi: "{found}/{total}", sv: "{share} %", en: "{found} of {total}, {named} named: {names}"}
#+ group: coverage
#+ expect: rows
#+ of: things
#+ counts: y
#+ chart: {type: bar, label: x, value: y, series: x}
#+ params:
#+   named: boolean
#+   days: {type: number, default: 30, choices: [30, 60], label: {fi: pv, sv: dagar, en: days}}
#+ columns:
#+   x: {fi: f, sv: s, en: e}
#+   y: {fi: f, sv: s, en: e}
#+ nonzero: y
SELECT ?x ?y WHERE { VALUES ?named { UNDEF } VALUES ?days { UNDEF } BIND(?named AS ?x) BIND(?days AS ?y) }
"""
THINGS = "#+ summary: {fi: asiaa, sv: saker, en: things}\nSELECT (COUNT(*) AS ?total) WHERE { ?a a ?b }\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "counts").mkdir()
    (tmp_path / "counts" / "things.rq").write_text(THINGS, encoding="utf-8")
    return tmp_path


def faults(folder: Path, text: str) -> list[str]:
    file = folder / "mine.rq"
    file.write_text(text, encoding="utf-8")
    query, found = checked(file, "questions", (folder,))
    assert (query is None) == bool(found)
    return [fault.text("en") for fault in found]


def whole(folder: Path) -> NamedQuery:
    (folder / "mine.rq").write_text(WHOLE, encoding="utf-8")
    return read_query(folder / "mine.rq", "questions", (folder,))


def test_every_key_is_read(folder: Path) -> None:
    query = whole(folder)
    assert (query.matters["sv"], query.reading["en"], query.healthy["fi"]) == ("ms", "re", "hf")
    assert query.says["some"]["sv"] == "{share} %"
    assert (query.of, query.counts, query.nonzero) == ("things", "y", "y")
    assert query.chart == Chart("bar", {"label": "x", "value": "y", "series": "x"})
    assert query.params["named"] == Param("boolean")
    days = query.params["days"]
    assert (days.default, days.choices, days.label["en"]) == ("30", ("30", "60"), "days")
    assert query.sensitive == {"named": "true"}


def test_fewer_links_are_asked_for_only_where_that_may_be_chosen() -> None:
    params = {"named": Param("boolean"), "confidence": Param("number", choices=("0.3", "0.9"))}
    query = NamedQuery("x", "questions", Path("x.rq"), "", {}, {}, params=params)
    assert query.sensitive == {"named": "true"}


def test_what_is_not_told_is_empty(folder: Path) -> None:
    lines = [
        line for line in WHOLE.splitlines() if not line.startswith(("#+ of", "#+ counts", "#+ chart", "#+ m"))
    ]
    start, end = next(n for n, line in enumerate(lines) if "says" in line), 3
    (folder / "mine.rq").write_text("\n".join(lines[:start] + lines[start + end :]), encoding="utf-8")
    query = read_query(folder / "mine.rq", "questions", (folder,))
    assert (query.matters, query.says, query.of, query.chart) == ({}, {}, "", None)
    assert query.counts == "x"


def test_pairs_are_counted_as_pairs(kemi: PlanGraph) -> None:
    asked = kemi.library.question("fields-in-contact")
    table = kemi.ask("fields-in-contact", "en", "kemi-hyvinvointi-2023")
    firsts = {row[0].term for row in table.rows}
    assert asked.counted == ("field", "other")
    assert len(counted_cells(asked, table)) == len(table.rows) > len(firsts)


def test_a_parameter_that_is_not_given_has_its_default(folder: Path) -> None:
    query = whole(folder)
    assert 'VALUES ?days { "30"' in query.bind({})
    assert 'VALUES ?days { "60"' in query.bind({"days": "60"})
    with pytest.raises(ParameterError, match="“45” is no value for days; expected one of: 30, 60"):
        query.bind({"days": "45"})


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("#+ matters: {fi: mf, ", "#+ matters: {", "line 3: matters is missing, or not in all of"),
        ("{fi: mf, ", "{fi: '', ", "line 3: matters is missing, or not in all of"),
        ("fi: mf, ", "fi: mf, and more, ", "line 3: matters holds and more too; a text with a"),
        ("fi: mf, ", "fi: a: b, ", "line 3: the header is not YAML; a text with a colon"),
        ("#+   none:", "#+   nothing:", "line 7: unknown key nothing; expected one of: none, some"),
        ("{share} %", "{part} %", "line 8: sv has the place part; it can fill: found, named"),
        ("{share} %", "{sure} %", "line 8: sv has the place sure"),
        ("{share} %", "{share %", "line 8: sv has the place {"),
        ("{share} %", "{share:x} %", "line 8: sv has the place share:x"),
        ("#+ of: things\n", "", "line 7: en has the place total; it can fill: found, named, names, rows"),
        ("of: things", "of: thinks", "line 11: there is no denominator thinks in the folder counts"),
        ("counts: y", "counts: z", "line 12: counts names the column z; there are: x, y"),
        ("counts: y", "counts: [x, z]", "line 12: counts names the column z; there are: x, y"),
        ("label: x", "label: z", "line 13: label names the column z; there are: x, y"),
        ("label: x, ", "", "line 13: a chart of type bar needs the column of each of: label, value"),
        ("series: x", "colour: x", "line 13: a chart of type bar needs"),
        ("type: bar", "type: pie", "line 13: chart must be one of: bar"),
        ("#+ chart: {type: bar, label: x, value: y, series: x}", "#+ chart: bar", "line 13: a chart of type"),
        ("type: number, ", "", "line 16: each of params needs"),
        ("default: 30", "default: soon", "line 16: “soon” is no value for days; expected one of: 30, 60"),
        ("choices: [30, 60]", "choices: [30, many]", "line 16: “many” is no value for days"),
        ("choices: [30, 60]", "choices: 30", "line 16: choices must be a list of values in brackets"),
        ("sv: dagar, ", "", "line 16: label is missing, or not in all of"),
        ("default: 30", "least: 30", "line 16: unknown key least"),
        ("#+ expect: rows\n", "#+ expect: rows\n#+ expect: any\n", "line 11: the key expect stands"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told_with_its_line(folder: Path, old: str, new: str, expected: str) -> None:
    assert old in WHOLE
    assert expected in " | ".join(faults(folder, WHOLE.replace(old, new)))


def test_all_faults_are_told_in_their_order(folder: Path) -> None:
    text = WHOLE.replace("expect: rows", "expect: much").replace("label: x", "label: z").replace("{ ?x", "")
    told = faults(folder, text.replace("SELECT ?x ?y", "SELECT ?x"))
    assert [line.partition(":")[0] for line in told] == [
        "mine.rq, line 10",
        "mine.rq, line 13",
        "mine.rq, line 17",
    ]


def test_a_denominator_selects_one_total(folder: Path) -> None:
    (folder / "counts" / "things.rq").write_text(THINGS.replace("?total", "?all"), encoding="utf-8")
    with pytest.raises(ShapeError, match=r"things.rq: a denominator selects one variable: \?total"):
        read_query(folder / "counts" / "things.rq", "counts")


def test_a_broken_file_of_somebody_s_own_is_left_out(folder: Path) -> None:
    whole(folder)
    (folder / "broken.rq").write_text(WHOLE.replace("#+ group: coverage\n", ""), encoding="utf-8")
    library = load_library(folder)
    assert "mine" in library.questions
    assert "broken" not in library.questions
    assert [str(fault) for fault in library.broken] == [
        f"broken.rq, line 1: group must be one of: {', '.join(sorted(groups()))}"
    ]


def groups() -> list[str]:
    from ontology import load_model
    from ontology.namespaces import CONCEPT

    return list(load_model().schemes[CONCEPT["question-group"]])


def test_a_mark_of_the_encoding_in_front_is_no_part_of_the_file(folder: Path) -> None:
    (folder / "mine.rq").write_text(WHOLE.replace("\n", "\r\n"), encoding="utf-8-sig", newline="")
    assert read_query(folder / "mine.rq", "questions", (folder,)).summary["fi"] == "f"
