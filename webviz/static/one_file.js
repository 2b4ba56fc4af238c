// A picture as one file: choosing, searching, leaving kinds out, sorting, and bringing a network nearer.
// All it tells stands in the file already, so nothing is asked of any server.
"use strict";
(() => {
  const words = document.body.dataset;
  const { lang } = document.documentElement;
  const one = (selector, within = document) => within.querySelector(selector);
  const all = (selector, within = document) => [...within.querySelectorAll(selector)];
  document.documentElement.classList.add("scripted");

  const picture = one("svg.layered, svg.spread");
  const isNetwork = picture?.classList.contains("spread") ?? false;
  const boxes = new Map(picture ? all(".box", picture).map((box) => [box.dataset.id, box]) : []);
  const data = JSON.parse(one("#data")?.textContent ?? '{"things":[],"ties":[],"words":[]}');
  const things = new Map(data.things.map(([text, kind, tongue, url, note], at) => [`t${at + 1}`, { text, kind, tongue, url, note }]));
  // The lines of a network stand in the order of its ties.
  const ties = picture ? all(isNetwork ? ".ties > path" : ".tie", picture) : [];
  if (isNetwork) ties.forEach((tie, at) => Object.assign(tie.dataset, { source: `t${data.ties[at][0]}`, target: `t${data.ties[at][1]}` }));
  const rows = all("#table tbody tr:not(.group)");
  const panel = one("#panel");
  const finder = one(".finder");
  const field = one("#find");
  const hits = one("#hits");
  let chosen = "";
  let relabel = () => {};
  let bring = () => {};
  let show = () => {};

  // ---- choosing

  const kindOf = (id) => things.get(id)?.kind;
  const hidden = new Set();
  const nearTo = (id) => new Set(ties.flatMap(({ dataset: { source, target } }) => (
    source === id ? [target] : target === id ? [source] : [])));
  const light = () => {
    const near = nearTo(chosen);
    for (const [id, box] of boxes) {
      box.classList.toggle("is-chosen", id === chosen);
      box.classList.toggle("is-near", near.has(id));
    }
    for (const tie of ties) tie.classList.toggle("held", chosen !== "" && [tie.dataset.source, tie.dataset.target].includes(chosen));
    picture?.classList.toggle("choosing", chosen !== "");
    for (const row of rows) row.classList.toggle("of-chosen", chosen !== "" && one(`[href="#${chosen}"]`, row) !== null);
    relabel();
  };
  const make = (name, text, give = {}) => {
    const made = Object.assign(document.createElement(name), give);
    if (text) made.append(text);
    return made;
  };
  const named = (id, tag, give = {}) => {
    const { text, kind, tongue } = things.get(id);
    const name = make("bdi", text);
    if (tongue && tongue !== lang) name.lang = tongue;
    const made = make(tag, "", { ...give, className: kind ? `k ${kind}` : "" });
    made.append(name);
    return made;
  };
  const tellOf = (id) => {
    const groups = new Map();
    const number = Number(id.slice(1));
    data.ties.forEach(([source, target, there, back, rests, isNamed]) => {
      if (source !== number && target !== number) return;
      const isTurned = source !== number && back < 0;
      const title = (isTurned ? "← " : "") + data.words[source === number || isTurned ? there : back];
      const other = `t${source === number ? target : source}`;
      groups.set(title, [...groups.get(title) ?? [], { other, rests: data.words[rests], isNamed }]);
    });
    const { kind, url, note } = things.get(id);
    const told = make("article", "", { className: "told", tabIndex: -1 });
    if (kind) told.append(make("p", one(`.chip[data-kind="${kind}"]`).firstChild.textContent.trim(), { className: `kind k ${kind}` }));
    const title = named(id, "h2");
    title.className = "thing-title";
    told.append(title);
    if (note) told.append(make("p", note, { className: "note" }));
    for (const [relation, near] of groups) {
      const part = make("section", "", { className: "statement" });
      const head = make("h3", relation);
      if (near.length > 1) head.append(" ", make("span", String(near.length), { className: "many" }));
      const list = make("ul");
      for (const { other, rests, isNamed } of near) {
        const item = make("li");
        item.append(named(other, "a", { href: `#${other}` }));
        if (rests) item.append(" ", make("span", rests, { className: isNamed ? "basis" : "basis reading" }));
        list.append(item);
      }
      part.append(head, list);
      told.append(part);
    }
    if (!groups.size) told.append(make("p", one("#data").dataset.none, { className: "note" }));
    if (url) {
      const way = make("p");
      way.append(make("a", one("#data").dataset.live, { href: url, rel: "noreferrer" }));
      told.append(way);
    }
    return told;
  };
  const choose = (id, move = true) => {
    if (id && !things.has(id)) return;
    const told = id ? tellOf(id) : null;
    chosen = id;
    one("#told").replaceChildren(...(told ? [told] : []));
    if (told) {
      panel.scrollTop = 0;
      const box = boxes.get(id);
      if (box?.matches(".off")) show(kindOf(id));
      bring(box);
    }
    light();
    one("#back").hidden = !told || !move;
    if (told && move) {
      told.focus({ preventScroll: true });
      // Beside the picture it is seen already; below it, the reader is led there.
      const { top, bottom } = told.getBoundingClientRect();
      if (top > innerHeight - 120 || bottom < 60 || top < 0) panel.scrollIntoView({ block: "start" });
    }
  };
  const back = () => {
    const box = boxes.get(chosen);
    if (!box) return;
    box.focus();
    box.scrollIntoView({ block: "nearest", inline: "nearest" });
  };
  document.addEventListener("click", (event) => {
    const link = event.target.closest?.("a[href^='#t']");
    if (!link || !panel) return;
    event.preventDefault();
    choose(link.getAttribute("href").slice(1));
  });
  one("[data-do=back]")?.addEventListener("click", back);
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !panel) return;
    if (event.target === field && field.value) return;
    if (panel.contains(event.target)) back();
    else choose("");
  });

  // ---- kinds

  const chips = all(".chip[data-kind]").map((label) => {
    const button = document.createElement("button");
    button.type = "button";
    button.className = label.className;
    button.dataset.kind = label.dataset.kind;
    button.append(...label.childNodes);
    button.setAttribute("aria-pressed", "true");
    label.replaceWith(button);
    return button;
  });
  const apply = () => {
    for (const chip of chips) chip.setAttribute("aria-pressed", String(!hidden.has(chip.dataset.kind)));
    for (const [id, box] of boxes) box.classList.toggle("off", hidden.has(kindOf(id)));
    for (const tie of ties) tie.classList.toggle("off", hidden.has(kindOf(tie.dataset.source)) || hidden.has(kindOf(tie.dataset.target)));
    for (const word of picture ? all("g.ties > text.word", picture) : []) word.classList.toggle("off", hidden.size > 0);
    filter();
    relabel();
  };
  show = (kind) => {
    hidden.delete(kind);
    apply();
  };
  for (const chip of chips) {
    chip.addEventListener("click", () => {
      const { kind } = chip.dataset;
      if (!hidden.delete(kind)) hidden.add(kind);
      apply();
    });
  }

  // ---- searching

  // Without marks above letters, so that a name is found however it is typed.
  const plain = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLocaleLowerCase(lang);
  const names = new Map([...things].map(([id, { text }]) => [id, plain(text)]));
  const texts = new Map(rows.map((row) => [row, plain(row.textContent)]));
  // Finnish words end in many ways: what is found nowhere is looked for by its beginning.
  const search = (entries, text) => {
    let sought = plain(text).split(/\s+/).filter(Boolean);
    if (!sought.length) return null;
    for (let cut = 0; cut <= 4; cut += 1) {
      const tried = sought.map((word) => word.slice(0, Math.max(Math.min(4, word.length), word.length - cut)));
      const found = [...entries].filter(([, name]) => tried.every((word) => name.includes(word))).map(([key]) => key);
      if (found.length) return new Set(found);
    }
    return new Set();
  };
  let found = null;
  let foundRows = null;
  const filter = () => {
    for (const row of rows) {
      const ends = all("a[href^='#']", row).map((link) => link.getAttribute("href").slice(1));
      const isOff = ends.some((id) => hidden.has(kindOf(id)));
      const isFound = found ? ends.some((id) => found.has(id)) : foundRows ? foundRows.has(row) : true;
      row.hidden = isOff || !isFound;
      row.classList.toggle("is-found", Boolean(found || foundRows) && !row.hidden);
    }
    for (const body of all("#table tbody")) body.hidden = all("tr:not(.group)", body).every((row) => row.hidden) && body.rows.length > 0 && one("tr:not(.group)", body) !== null;
  };
  const tell = (number) => {
    one("#found").textContent = number === null ? "" : number === 0 ? words.foundNone
      : number === 1 ? words.foundOne : words.foundMany.replace("{number}", number.toLocaleString(lang));
  };
  const find = () => {
    found = things.size ? search(names, field.value) : null;
    foundRows = things.size ? null : search(texts, field.value);
    for (const [id, box] of boxes) box.classList.toggle("is-found", found?.has(id) ?? false);
    if (found?.size) for (const id of found) hidden.delete(kindOf(id));
    tell((found ?? foundRows)?.size ?? null);
    one("[data-do=clear]").hidden = !field.value;
    if (hits) {
      hits.hidden = !found?.size;
      one("ul", hits).replaceChildren(...[...found ?? []].slice(0, 50).map((id) => {
        const item = make("li");
        item.append(named(id, "a", { href: `#${id}` }));
        return item;
      }));
    }
    apply();
  };
  if (finder && field) {
    finder.hidden = false;
    field.addEventListener("input", find);
    field.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && found?.size) choose([...found][0]);
      if (event.key === "Escape" && field.value) {
        field.value = "";
        find();
        event.preventDefault();
      }
    });
    one("[data-do=clear]").addEventListener("click", () => {
      field.value = "";
      find();
      field.focus();
    });
  }

  // ---- what other files bring

  sortable(one("#table"), rows, words.sort);
  if (isNetwork) {
    const moved = nearer(picture, boxes, () => chosen, choose);
    ({ bring } = moved);
    relabel = moved.relabel;
  }

  // ---- at the beginning

  if (panel) panel.hidden = false;
  const asked = location.hash.slice(1);
  const begin = things.has(asked) ? asked : one("#picture")?.dataset.begin ?? "";
  if (begin) choose(begin, false);
})();
