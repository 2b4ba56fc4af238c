"""Reads a page of the viewer as a browser would, and says what it must not have."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from functools import cache
from html.parser import HTMLParser

from babel.messages.pofile import read_po

from webviz.current import TRANSLATIONS

#: What browsers send when a person opens an address.
BROWSER = {"Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"}

_VOID = {"br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
_ADDRESSES = {"src", "href", "action", "formaction", "data", "poster", "srcset", "data-url", "data-suggest"}
_SPOKEN = {"aria-label", "title", "placeholder", "alt", "data-missing"}


@dataclass
class Tag:
    """An element and its attributes; `data` are the texts of its page, of which its own are a part."""

    name: str
    attributes: dict[str, str]
    data: list[str]
    first: int
    last: int | None = None

    def __getitem__(self, key: str) -> str:
        return self.attributes.get(key, "")

    @property
    def text(self) -> str:
        """What stands in the element, other elements in it included, with single spaces."""
        return " ".join("".join(self.data[self.first : self.last]).split())


@dataclass
class WebPage(HTMLParser):
    """A page: its elements in order, its texts, and what is wrong with it."""

    source: str
    tags: list[Tag] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    own_texts: list[str] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    _data: list[str] = field(default_factory=list)
    _open: list[Tag] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.feed(self.source)
        self.close()
        self.problems += [f"<{tag.name}> is not closed" for tag in self._open]
        ids = Counter(tag["id"] for tag in self.tags if "id" in tag.attributes)
        self.problems += [f"id {name} twice" for name, times in ids.items() if times > 1]

    def __hash__(self) -> int:
        return id(self)

    # ---- what the page has

    def all(self, name: str, /, **attributes: str) -> list[Tag]:
        """Return the elements of a name that have these attributes; `class_` is one of the classes."""
        wanted = attributes.pop("class_", "")
        return [
            tag
            for tag in self.tags
            if tag.name == name
            and (not wanted or wanted in tag["class"].split())
            and all(tag[key.replace("_", "-")] == value for key, value in attributes.items())
        ]

    def one(self, name: str, /, **attributes: str) -> Tag:
        """Return the one element of a name that has these attributes."""
        [found] = self.all(name, **attributes)
        return found

    @property
    def lang(self) -> str:
        return self.one("html")["lang"]

    @property
    def addresses(self) -> list[str]:
        """All addresses that the page loads, sends to or links to."""
        return [text for tag in self.tags for key, text in tag.attributes.items() if key in _ADDRESSES]

    @property
    def outside(self) -> list[str]:
        """The addresses that are not of the viewer itself: of other hosts, or script."""
        return [url for url in self.addresses if not re.match(r"[/?#](?!/)|data:image/svg\+xml;base64,", url)]

    @property
    def spoken(self) -> list[str]:
        """All texts that a reader sees or hears; code and what can be edited are left out."""
        return self._with_heard(self.texts)

    @property
    def in_own_language(self) -> list[str]:
        """Those of them that are not marked as words of another language."""
        return self._with_heard(self.own_texts)

    def _with_heard(self, texts: list[str]) -> list[str]:
        heard = [text for tag in self.tags for key, text in tag.attributes.items() if key in _SPOKEN]
        return [text for text in (" ".join(text.split()) for text in [*texts, *heard]) if text]

    # ---- reading

    def handle_starttag(self, name: str, attrs: list[tuple[str, str | None]]) -> None:
        self._begin(name, attrs)
        if name not in _VOID:
            self._open.append(self.tags[-1])

    def handle_startendtag(self, name: str, attrs: list[tuple[str, str | None]]) -> None:
        self._begin(name, attrs)

    def _begin(self, name: str, attrs: list[tuple[str, str | None]]) -> None:
        tag = Tag(name, {key: value or "" for key, value in attrs}, self._data, len(self._data))
        self.tags.append(tag)
        if len(tag.attributes) < len(attrs):
            self.problems.append(f"<{name}> has an attribute twice")
        self.problems += [f"<{name} {key}>" for key in tag.attributes if key == "style" or key[:2] == "on"]
        # Data of a page is no script: nothing of it is run.
        if name == "style" or (name == "script" and not tag["src"] and tag["type"] != "application/json"):
            self.problems.append(f"<{name}> inline")

    def handle_endtag(self, name: str) -> None:
        if self._open and self._open[-1].name == name:
            self._open.pop().last = len(self._data)
        else:
            self.problems.append(f"</{name}> closes nothing")

    def handle_data(self, data: str) -> None:
        self._data.append(data)
        inside = {tag.name for tag in self._open}
        if self._open and self._open[-1]["type"] == "application/json":
            return
        if inside & {"script", "style"} and data.strip():
            self.problems.append("text in a script or style")
        if not inside & {"script", "style", "pre", "textarea", "code"}:
            self.texts.append(data)
            if len({tag["lang"] for tag in self._open if tag["lang"]}) < 2:
                self.own_texts.append(data)


def untranslated(page: WebPage, lang: str) -> set[str]:
    """Return the texts of the viewer that the page shows in English though they have a translation."""
    texts, spoken = english(lang), page.in_own_language
    # A line of a picture may be the end of a word that was broken, as in verksamhe-ten.
    lines = {" ".join(tag.text.split()) for tag in page.all("tspan")}
    spoken = [text for text in spoken if text not in lines]
    together = "\n".join(spoken)
    return texts & set(spoken) | {text for text in texts if text.count(" ") >= 2 and text in together}


@cache
def english(lang: str) -> set[str]:
    """Return the texts of the viewer that read differently in a language."""
    if lang == "en":
        return set()
    with (TRANSLATIONS / f"{lang}.po").open("rb") as file:
        entries = [entry for entry in read_po(file, locale=lang) if isinstance(entry.id, str) and entry.id]
    return {entry.id for entry in entries if entry.id != entry.string}
