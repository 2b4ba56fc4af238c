"use strict";
const MOST_FITTED = 13 / 11;
// What a box is tied to stands out while it is pointed at or has the focus; the focus is seen at first.
for (const picture of document.querySelectorAll("svg.layered")) {
  const ties = [...picture.querySelectorAll(".tie")];
  const point = (box) => {
    const id = box ? box.dataset.id : null;
    for (const tie of ties) {
      tie.classList.toggle("near", id !== null && (tie.dataset.source === id || tie.dataset.target === id));
    }
    picture.classList.toggle("pointed", id !== null);
  };
  for (const box of picture.querySelectorAll(".box")) {
    box.addEventListener("pointerenter", () => point(box));
    box.addEventListener("pointerleave", () => point(null));
    box.addEventListener("focus", () => point(box));
    box.addEventListener("blur", () => point(null));
  }
  const fit = picture.closest(".stage-frame")?.querySelector("[data-do=fit]");
  if (fit) {
    const room = picture.closest(".stage").clientWidth;
    fit.parentElement.hidden = picture.clientWidth <= room;
    // A little smaller is still legible: all of it is then seen at once.
    if (picture.clientWidth > room && picture.clientWidth <= room * MOST_FITTED) {
      picture.classList.add("fitted");
      fit.setAttribute("aria-pressed", "true");
    }
    fit.addEventListener("click", () => {
      fit.setAttribute("aria-pressed", String(picture.classList.toggle("fitted")));
    });
  }
  const stage = picture.closest(".stage");
  const centre = picture.querySelector(".centre");
  if (stage && centre) {
    const [at, around] = [centre.getBoundingClientRect(), stage.getBoundingClientRect()];
    stage.scrollLeft += at.left + at.width / 2 - around.left - around.width / 2;
    if (at.bottom > around.bottom) stage.scrollTop += at.top - around.top - around.height / 3;
  }
}
