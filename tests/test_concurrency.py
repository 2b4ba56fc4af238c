"""Many readers beside one writer, as real processes; `python -m bench.concurrency` does it for minutes."""

from __future__ import annotations

from pathlib import Path

import pytest

from bench.concurrency import STATES, Seen, measure


@pytest.mark.slow
def test_nobody_sees_half_a_plan_or_an_error_beside_a_writer(tmp_path: Path) -> None:
    found = measure(tmp_path, seconds=3, workers=2, readers=2)
    assert found["wrong"] == []
    assert found["writes"]
    assert isinstance(found["answers"], dict)
    assert {answer.partition(":")[0] for answer in found["answers"]} == {
        "backup", "handle", "id/uusi.ttl", "list", "network.json", "sparql",
    }  # fmt: skip


def test_half_a_plan_would_be_seen() -> None:
    (one, actions), (other, _) = STATES.items()
    whole = [f"Toimenpide {n}: liikkumista {one}" for n in range(actions)]
    for text, wrong in (
        (whole, False),
        ([], False),
        (whole[1:], True),
        ([*whole, f"Toimenpide 1: liikkumista {other}"], True),
    ):
        seen = Seen()
        seen.take("list", " ".join(text))
        assert bool(seen.wrong) == wrong
