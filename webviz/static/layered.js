"use strict";
// A layered picture in a page: it is as wide as its place while its text stays legible, its heads stay while
// it scrolls, what is in focus is seen at first, and what a box is tied to stands out when it is pointed at.
const LEAST = 11; // text becomes no smaller than this to fit, in pixels
const NARROW = 620; // below this nothing is made smaller
const pointOut = (picture) => {
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
};
const fitIn = (picture, stage, button, hint) => {
  const wide = Number(picture.getAttribute("width"));
  const size = Number(picture.getAttribute("font-size"));
  const fitted = () => button?.getAttribute("aria-pressed") === "true";
  const show = () => {
    const room = stage.clientWidth;
    const small = room < NARROW ? wide : Math.min(wide, Math.max(room, (wide * LEAST) / size));
    picture.style.maxWidth = "none";
    picture.style.height = "auto";
    picture.style.width = `${fitted() ? Math.min(room, wide) : small}px`;
    if (button) button.hidden = small <= room;
    const more = stage.scrollWidth > stage.clientWidth + 1;
    stage.classList.toggle("more", more);
    if (hint) hint.hidden = !more;
  };
  // Pressed, all is seen, however small its text.
  button?.addEventListener("click", () => {
    button.setAttribute("aria-pressed", String(!fitted()));
    show();
  });
  new ResizeObserver(show).observe(stage);
  show();
};
const keepHeads = (picture, stage) => {
  const heads = picture.querySelector(".heads");
  stage.addEventListener("scroll", () => {
    const scale = picture.getBoundingClientRect().width / Number(picture.getAttribute("width"));
    heads.setAttribute("transform", `translate(0 ${Math.round(stage.scrollTop / scale)})`);
  }, { passive: true });
};
const begin = (picture, stage) => {
  const centre = picture.querySelector(".centre");
  if (!centre) return;
  const [at, around] = [centre.getBoundingClientRect(), stage.getBoundingClientRect()];
  stage.scrollLeft += at.left - around.left - Math.max(14, (around.width - at.width) / 2);
  const seen = Math.min(around.bottom, window.innerHeight);
  if (at.bottom > seen) stage.scrollTop += at.bottom - Math.max(around.top + at.height + 90, seen - 80);
};
// In a narrow window the list comes first, and open.
if (window.matchMedia("(max-width: 36rem)").matches) {
  const list = document.querySelector("main #as-list");
  const frame = document.querySelector("main .focus, main > .stage-frame");
  if (list && frame) {
    list.open = true;
    frame.before(list);
  }
  const drawn = document.querySelector(".answer .stage-frame");
  const ways = [...document.querySelectorAll(".answer .group")];
  if (drawn && ways.length) ways.at(-1).after(drawn);
}
for (const picture of document.querySelectorAll("svg.layered")) {
  pointOut(picture);
  const stage = picture.closest(".stage");
  if (!stage) continue;
  const tools = stage.parentElement.querySelector(".stage-tools");
  if (tools) tools.hidden = false;
  fitIn(picture, stage, tools?.querySelector("[data-do=fit]"), tools?.querySelector(".hint-more"));
  keepHeads(picture, stage);
  begin(picture, stage);
}
