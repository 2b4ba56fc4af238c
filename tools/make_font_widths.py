"""Measures letters in a browser: how wide each is at most in the typefaces that users have.

Run `python -m tools.make_font_widths` where those typefaces and Chromium are installed.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

from .find_chromium import find

PLACE = Path(__file__).resolve().parents[1] / "graph" / "drawing" / "font_widths.json"
#: Segoe UI and Arial are the widths of Noto Sans and Liberation Sans or less.
FACES = ("Noto Sans", "Liberation Sans", "DejaVu Sans")
#: The first and last letter of each stretch of Unicode that is measured.
STRETCHES = ((0x20, 0x17F), (0x386, 0x3CE), (0x400, 0x45F), (0x2010, 0x2027), (0x2030, 0x203A))
ALONE = (0x20AC, 0x2190, 0x2192, 0x2212, 0x2013, 0x2026)
_SCRIPT = """([faces, weight, codes]) => {
  const pen = document.createElement("canvas").getContext("2d");
  const widest = codes.map(() => 0);
  for (const face of faces) {
    pen.font = `${weight} 1000px "${face}"`;
    codes.forEach((code, i) => {
      widest[i] = Math.max(widest[i], Math.ceil(pen.measureText(String.fromCodePoint(code)).width));
    });
  }
  return widest;
}"""


def main() -> None:
    """Write the widths, in thousandths of the size of the text."""
    codes = [code for first, last in STRETCHES for code in range(first, last + 1)]
    codes = sorted({*codes, *ALONE})
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find(), args=["--no-sandbox"])
        page = browser.new_page()
        found = {name: page.evaluate(_SCRIPT, [FACES, name, codes]) for name in ("normal", "bold")}
        browser.close()
    rows = [[code, *widths] for code, *widths in zip(codes, found["normal"], found["bold"], strict=True)]
    PLACE.write_text("[" + ",\n".join(json.dumps(row) for row in rows) + "]\n", encoding="utf-8")
    print(f"{len(rows)} letters", file=sys.stderr)  # noqa: T201


if __name__ == "__main__":
    main()
