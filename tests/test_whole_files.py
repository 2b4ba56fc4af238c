"""Files are there whole or not at all."""

from __future__ import annotations

from pathlib import Path

import pytest

from graph.whole_files import write_whole, written_whole


def test_a_file_keeps_its_rights_and_a_link_its_end(tmp_path: Path) -> None:
    file, link = tmp_path / "a.txt", tmp_path / "link.txt"
    file.write_bytes(b"old")
    file.chmod(0o640)
    link.symlink_to(file)
    write_whole(link, b"new")
    assert (link.is_symlink(), file.read_bytes(), file.stat().st_mode & 0o777) == (True, b"new", 0o640)


def test_what_fails_leaves_the_file_and_nothing_beside_it(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_bytes(b"old")

    def broken_off() -> None:
        with written_whole(file) as target:
            target.write_bytes(b"half")
            raise ValueError("broken off")

    with pytest.raises(ValueError, match="broken off"):
        broken_off()
    assert [(f.name, f.read_bytes()) for f in tmp_path.iterdir()] == [("a.txt", b"old")]


def test_the_error_names_the_file(tmp_path: Path) -> None:
    with pytest.raises(OSError, match=r"gone/a\.txt"):
        write_whole(tmp_path / "gone" / "a.txt", b"x")
