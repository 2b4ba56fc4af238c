"""What a layered picture is made from."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Box:
    """A thing, in the column of that number; `kind` is the name of how the legend shows it."""

    id: str
    text: str
    column: int
    kind: str = ""
    centre: bool = False
    url: str = ""
    #: A second text below, such as a year.
    note: str = ""
    #: The language of the text, where it is not that of the page.
    lang: str = ""


@dataclass(frozen=True)
class Tie:
    """A link from box to box, with its relation in words."""

    source: str
    target: str
    text: str
    named: bool
    #: How sure it is, in a word; empty where it is sure.
    sure: str = ""
    basis: str = ""
    #: Whether it holds both ways, so that no end is its target.
    mutual: bool = False
    #: The relation as it is said from the target, where it has such a name.
    back: str = ""

    @property
    def words(self) -> str:
        """The relation, and how sure it is."""
        return ", ".join(filter(None, (self.text, self.sure)))


@dataclass(frozen=True)
class Column:
    """A column with its title; `count` things belong in it, of which fewer may be shown."""

    title: str
    kind: str
    count: int
    #: Where to find all of them, or fewer again, and what that is called.
    more_url: str = ""
    more: str = ""
