"""What a frame on another page lets its reader do, and where its links lead."""

from __future__ import annotations

import re
from html import escape, unescape
from urllib.parse import parse_qsl, urlencode, urlsplit

from graph.errors import ParameterError
from graph.i18n import mark

#: What the reader of an embed may change: nothing, filters and order, or also what the picture is about.
NOTHING, FILTERS, ALL = "none", "filters", "all"
CHANGES = {
    NOTHING: mark("Nothing: the picture stays as it is"),
    FILTERS: mark("Filters and order"),
    ALL: mark("Everything: also what the picture is about"),
}
#: The argument of an address that says so.
CHANGE = "change"

_LINK = re.compile(r"<a\b[^>]*>")
_HREF = re.compile(r'\s(?:xlink:)?href="([^"]*)"')
#: What is told of a link to ears, and means nothing without one.
_TOLD = re.compile(r'\s(?:aria-label|aria-current|target|rel|data-state)="[^"]*"')
#: Arguments that turn a page, and those that make it a picture of something else.
_TURNING = {"page"}
_ABOUT = {"focus", "trail", "mark", "of"}


def checked(change: str) -> str:
    """Return what a reader may change, which is everything where nothing is said.

    Raises
    ------
    ParameterError
        There is no such choice.
    """
    if change and change not in CHANGES:
        raise ParameterError(mark("change is one of: {known}"), known=", ".join(CHANGES))
    return change or ALL


def led(page: str, here: str, public: str, change: str, root: str = "") -> str:
    """Return the page of an embed with its links as a reader of another page may follow them.

    Parameters
    ----------
    page
        The HTML, as our templates write it.
    here
        The address of the embed, with its arguments and without its host.
    public
        The public address of the viewer without a slash at the end; where it is empty, no link leads
        out of the frame.
    change
        What the reader may change, one of `CHANGES`.
    root
        The path under which the viewer is installed, where it is not the root of its host.

    Examples
    --------
    >>> led('<a href="/id/kemi">Kemi</a>', "/embed/matrix", "https://plans.example.fi", "all")
    '<a href="https://plans.example.fi/id/kemi" target="_blank" rel="noopener">Kemi</a>'
    >>> led('<a href="/id/kemi">Kemi</a>', "/embed/matrix", "", "all")
    '<a>Kemi</a>'
    >>> led('<a href="/embed/matrix?gaps=true">Gaps</a>', "/embed/matrix", "", "none")
    '<a>Gaps</a>'
    """

    def followed(found: re.Match[str]) -> str:
        tag = found.group()
        href = _HREF.search(tag)
        if href is None:
            return tag
        address = unescape(href.group(1))
        if address.startswith("#") or (public and address.startswith(f"{public}/")):
            return tag
        inside = address.startswith(f"{root}/embed/")
        if inside and _is_offered(address, here, change):
            return tag.replace(href.group(1), escape(_kept(address, change)), 1)
        out = _out(address, here, root)
        if not (public and out):
            return _TOLD.sub("", tag.replace(href.group(), ""))
        bare = re.sub(r'\s(?:target|rel|data-state)="[^"]*"', "", tag.replace(href.group(), "", 1))
        return f'<a href="{escape(public + out.removeprefix(root))}" target="_blank" rel="noopener"{bare[2:]}'

    return _LINK.sub(followed, page)


def _is_offered(address: str, here: str, change: str) -> bool:
    """Whether a frame leads on to another address of an embed, given what its reader may change."""
    if change == ALL:
        return True
    there, now = urlsplit(address), urlsplit(here)
    changed = _changed(there.query, now.query)
    if there.path != now.path:  # the same as a list
        return there.path.endswith("/embed/list") and not changed
    if change == NOTHING:
        return bool(changed) and changed <= _TURNING
    return not changed & _ABOUT


def _changed(there: str, now: str) -> set[str]:
    """Return the arguments in which two addresses differ."""
    one, other = (dict(parse_qsl(query)) for query in (there, now))
    for found in (one, other):
        found.pop(CHANGE, None)
        found.pop("lang", None)
    return {key for key in {*one, *other} if one.get(key) != other.get(key)}


def _kept(address: str, change: str) -> str:
    """Return an address of an embed that lets the reader change no more than this one does."""
    there = urlsplit(address)
    pairs = [(key, text) for key, text in parse_qsl(there.query) if key != CHANGE]
    if change != ALL:
        pairs.append((CHANGE, change))
    return there._replace(query=urlencode(pairs)).geturl()


def _out(address: str, here: str, root: str) -> str:
    """Return where a link leads out to, the plans as they are now; nothing for mere controls."""
    there = urlsplit(address)
    if there.scheme or there.netloc:
        return ""
    path = there.path
    if path.startswith(f"{root}/embed/"):
        if there.path == urlsplit(here).path and not _changed(there.query, urlsplit(here).query) & _ABOUT:
            return ""
        path = live_path(path, root)
    return there._replace(path=path, query=_live(there.query)).geturl()


def live_address(here: str) -> str:
    """Return the address of the page with the picture of an embed, as the plans are now.

    >>> live_address("/embed/focus?focus=kemi:kirjasto&change=none&frozen=kemi@3")
    '/focus?focus=kemi%3Akirjasto&since=kemi%403'
    """
    there = urlsplit(here)
    return there._replace(path=live_path(there.path), query=_live(there.query)).geturl()


def _live(query: str) -> str:
    """Return arguments without those of an embed; what was frozen is what changes are counted from."""
    pairs = ((key, text) for key, text in parse_qsl(query) if key != CHANGE)
    return urlencode([("since" if key == "frozen" else key, text) for key, text in pairs])


def live_path(path: str, root: str = "") -> str:
    """Return the path of the page with the picture that an embed shows.

    >>> live_path("/embed/matrix"), live_path("/embed/focus"), live_path("/embed/question/a-b")
    ('/', '/focus', '/questions/a-b')
    """
    rest = path.removeprefix(f"{root}/embed/")
    if rest == "matrix":
        return f"{root}/"
    for short, long in (("question/", "questions/"), ("view/", "views/")):
        if rest.startswith(short):
            return f"{root}/{long}{rest.removeprefix(short)}"
    return f"{root}/{rest}"
