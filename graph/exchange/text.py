"""Text as XML can hold it."""

from __future__ import annotations

import re

_FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def xml_text(text: str) -> str:
    """Return a text without the characters that XML 1.0 has no way to write.

    >>> xml_text(f"a{chr(11)}b")
    'ab'
    """
    return _FORBIDDEN.sub("", text)
