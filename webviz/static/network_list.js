// The list beside the network, its counts and its words: always the same as the picture.

const set = (element, text) => { if (element && element.textContent !== text) element.textContent = text; };

export const listing = (stage, data) => {
  const lang = document.documentElement.lang;
  const number = (value) => value.toLocaleString(lang);
  const said = document.getElementById("said");
  const picked = document.getElementById("picked-bar");
  const names = new Map(data.things.map((thing) => [thing.id, thing.title]));
  const rows = [...document.querySelectorAll("#things li[data-id]")];
  const boxes = [...document.querySelectorAll("#things input[name=focus]")];
  const groups = [...document.querySelectorAll("#things details[data-kind]")];

  const shades = [...document.querySelectorAll("li[data-letter]")];

  const count = (links) => {
    const readings = links.filter((link) => link.dashes).length;
    for (const [key, value] of Object.entries({ readings, named: links.length - readings })) {
      const place = document.querySelector(`[data-count=${key}]`);
      if (!place) continue;
      set(place, number(value));
      if (key === "readings") place.parentElement.hidden = !value;
    }
  };

  const show = (state, shown) => {
    for (const row of rows) row.hidden = !shown.things.has(row.dataset.id);
    for (const group of groups) {
      const left = group.querySelectorAll("li[data-id]:not([hidden])").length;
      group.hidden = !left;
      set(group.querySelector("[data-many]"), number(left));
    }
    const letters = new Map();
    for (const { id, letter } of data.things) {
      if (shown.things.has(id)) letters.set(letter, (letters.get(letter) ?? 0) + 1);
    }
    for (const shade of shades) set(shade.querySelector("[data-many]"), number(letters.get(shade.dataset.letter) ?? 0));
    if (!("summary" in stage.dataset)) count(shown.links);
    for (const box of boxes) box.checked = state.focus.includes(box.value);
    if (picked) {
      picked.hidden = !state.focus.length;
      set(picked.querySelector("[data-picked]"), state.focus.map((id) => names.get(id) ?? id).join(" · "));
      for (const button of picked.querySelectorAll("[data-least]")) {
        button.hidden = state.focus.length < Number(button.dataset.least);
      }
    }
    for (const step of document.querySelectorAll("a[data-depth]")) {
      if (step.dataset.depth === state.depth) step.setAttribute("aria-current", "true");
      else step.removeAttribute("aria-current");
    }
  };

  const tell = (shown) => {
    if (!said) return;
    said.textContent = stage.dataset.said.replace("{things}", number(shown.things.size))
      .replace("{links}", number(shown.links.length));
  };

  return { show, tell };
};
