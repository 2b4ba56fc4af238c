"""An update that takes too much is stopped, and changes nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from graph.errors import QueryError, QueryLimitError, StoreError
from graph.revision import is_settled, read_revision
from graph.store import Store
from graph.update_process import UpdateLimits, run_limited
from graph.updating import Update, run_update

ONE = "INSERT DATA { GRAPH <urn:g> { <urn:a> <urn:b> 1 } }"
TEN = " ".join(f"{n}" for n in range(10))
MANY = " ".join(f"VALUES ?{name} {{ {TEN} }}" for name in "abcdefghi")
SUM = f"SELECT (SUM(?a * ?i) AS ?o) {{ {MANY} }}"
INTO = "DROP GRAPH <urn:g> ; INSERT { GRAPH <urn:h> { <urn:x> <urn:y> ?o } } WHERE"
ENDLESS, HUGE = f"{INTO} {{ {{ {SUM} }} }}", f"{INTO} {{ {MANY} BIND(STRUUID() AS ?o) }}"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    run_update(tmp_path / "store", Update(ONE))
    return tmp_path / "store"


def content(folder: Path) -> bytes:
    with Store.open(folder) as store:
        return store.serialise(".nq")


def test_an_update_runs_and_its_errors_come_back(folder: Path) -> None:
    run_limited(folder, Update("INSERT DATA { GRAPH <urn:g> { <urn:a> <urn:b> 2 } }", base="http://e/sparql"))
    assert content(folder).count(b"<urn:a> <urn:b>") == 2
    with pytest.raises(QueryError, match=r"urn:none.* does not exist"):
        run_limited(folder, Update("DROP GRAPH <urn:none>"))
    with Store.create(folder), pytest.raises(StoreError):
        run_limited(folder, Update(ONE))


@pytest.mark.slow
@pytest.mark.parametrize(
    ("text", "limits", "limit"),
    [
        (ENDLESS, UpdateLimits(seconds=3), "time"),
        (HUGE, UpdateLimits(seconds=30, memory_mb=100), "memory"),
    ],
)
def test_what_takes_too_much_is_stopped_and_changes_nothing(
    folder: Path, text: str, limits: UpdateLimits, limit: str
) -> None:
    before = content(folder)
    with pytest.raises(QueryLimitError) as caught:
        run_limited(folder, Update(text), limits)
    assert caught.value.limit == limit
    assert content(folder) == before
    assert is_settled(read_revision(folder))
    run_limited(folder, Update("DROP GRAPH <urn:g>"))
