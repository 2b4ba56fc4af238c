// Choices that are open on wide screens and folded on narrow ones; without a script they stay open.
"use strict";
const narrow = matchMedia("(max-width: 36rem)");
const fold = () => {
  for (const box of document.querySelectorAll("details.folding")) {
    if (!box.contains(document.activeElement)) box.open = !narrow.matches;
  }
};
narrow.addEventListener("change", fold);
fold();
