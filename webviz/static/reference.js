// Finds terms on the reference page as a reader types; without it the page is whole, with its contents.
"use strict";
(() => {
  const form = document.querySelector("[data-filter]");
  if (!form) return;
  const field = form.querySelector("input");
  const said = form.querySelector("[data-said]");
  const terms = [...document.querySelectorAll("[data-words]")];
  const sections = [...document.querySelectorAll("[data-section]")];
  const asides = [...document.querySelectorAll("[data-aside]")];
  const contents = new Map([...document.querySelectorAll("[data-for]")].map((item) => [item.dataset.for, item]));
  const groups = [...document.querySelectorAll(".toc nav > ul > li")];

  const show = () => {
    const words = field.value.toLocaleLowerCase().split(/\s+/).filter(Boolean);
    let found = 0;
    for (const term of terms) {
      const fits = words.every((word) => term.dataset.words.includes(word));
      term.hidden = !fits;
      found += fits ? 1 : 0;
      const item = contents.get(term.id);
      if (item) item.hidden = !fits;
    }
    for (const section of sections) section.hidden = !section.querySelector("[data-words]:not([hidden])");
    for (const aside of asides) aside.hidden = words.length > 0;
    for (const group of groups) {
      const target = document.getElementById(decodeURIComponent(group.querySelector("a").hash.slice(1)));
      group.hidden = Boolean(target && target.closest("[hidden]"));
    }
    said.textContent = !words.length ? "" : found ? said.dataset.some.replace("{number}", found) : said.dataset.none;
  };

  // A link to what the filter hides shows everything again.
  const reveal = () => {
    const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (target && target.closest("[hidden]")) {
      field.value = "";
      show();
      target.scrollIntoView();
    }
  };

  form.hidden = false;
  form.addEventListener("submit", (event) => event.preventDefault());
  field.addEventListener("input", show);
  field.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    field.value = "";
    show();
  });
  window.addEventListener("hashchange", reveal);
})();
