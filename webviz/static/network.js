// The network: what the server placed, drawn by vis-network; what is chosen stands in the address.
"use strict";
(async () => {
  const stage = document.getElementById("network");
  if (!stage) return;
  const details = document.getElementById("details");
  const things = document.getElementById("things");
  const showAll = document.querySelector("[data-do=all]");
  const hidden = new Set(stage.dataset.hide.split(",").filter(Boolean));
  // Where the server chose what stands around a thing, the address keeps that thing, and not ours.
  const chosen = "chosen" in stage.dataset;
  let focus = chosen ? history.state?.focus ?? "" : stage.dataset.focus;
  const still = matchMedia("(prefers-reduced-motion: reduce)").matches;

  const load = async () => {
    const answer = await fetch(stage.dataset.url);
    if (!answer.ok) throw new Error(String(answer.status));
    return answer.json();
  };
  let data;
  try {
    data = await load();
  } catch {
    stage.textContent = stage.dataset.missing;
    return;
  }
  const nodes = new vis.DataSet(data.things);
  const edges = new vis.DataSet(data.links.map((link, id) => ({ ...link, id })));
  const network = new vis.Network(stage, { nodes, edges }, data.options);
  const near = new Map(data.things.map((thing) => [thing.id, new Set([thing.id])]));
  for (const link of data.links) {
    near.get(link.from).add(link.to);
    near.get(link.to).add(link.from);
  }

  const chips = [...document.querySelectorAll("a.chip[data-kind]")];

  // Gives an address the state as it is now; `keys` are the parts of the state that it follows.
  const follow = (address, keys, hide = [...hidden]) => {
    const url = new URL(address, location.href);
    const state = { hide: hide.join(","), focus };
    for (const key of keys) {
      if (key === "focus" && chosen) continue;
      if (state[key]) url.searchParams.set(key, state[key]);
      else url.searchParams.delete(key);
    }
    return url.href;
  };

  // All that leads elsewhere with this state, or copies it, says what the reader sees.
  const spread = () => {
    for (const tied of document.querySelectorAll("[data-state]")) {
      const keys = tied.dataset.state.split(" ");
      if (tied.href) tied.href = follow(tied.href, keys);
      else tied.value = tied.value.replace(/src="([^"]*)"/, (_, url) => `src="${follow(url, keys)}"`);
    }
    for (const chip of chips) {
      const { kind } = chip.dataset;
      const other = hidden.has(kind) ? [...hidden].filter((one) => one !== kind) : [...hidden, kind];
      chip.href = follow(chip.href, ["hide"], other);
      chip.dataset.shown = String(!hidden.has(kind));
      chip.setAttribute("aria-pressed", chip.dataset.shown);
    }
    for (const form of document.querySelectorAll("form.choose")) {
      const field = form.elements.hide ?? form.appendChild(Object.assign(
        document.createElement("input"), { type: "hidden", name: "hide" }));
      field.value = [...hidden].join(",");
      field.disabled = !hidden.size;
    }
  };

  // A thing in focus is a step that Back takes back; a hidden kind is not.
  const remember = (step = false) => {
    const url = follow(location.href, ["hide", "focus"]);
    if (step) history.pushState({ focus }, "", url);
    else history.replaceState({ focus }, "", url);
    spread();
  };

  const shown = (thing) => !hidden.has(thing.kind) && (!focus || near.get(focus).has(thing.id));

  // Around a thing in focus its neighbours stand on an ellipse, kind by kind, so that each can be read.
  const places = () => {
    const found = new Map(data.things.map((thing) => [thing.id, { x: thing.x, y: thing.y }]));
    if (!focus) return found;
    const around = data.things.filter((thing) => shown(thing) && thing.id !== focus)
      .sort((a, b) => a.order - b.order || a.text.localeCompare(b.text));
    const wide = Math.max(300, around.length * 26);
    const high = Math.max(190, around.length * 19);
    found.set(focus, { x: 0, y: 0 });
    around.forEach((thing, place) => {
      const angle = (2 * Math.PI * (place + 0.5)) / around.length - Math.PI / 2;
      const out = around.length > 14 && place % 2 ? 1.28 : 1;
      found.set(thing.id, { x: wide * out * Math.cos(angle), y: high * out * Math.sin(angle) });
    });
    return found;
  };

  // Labels keep their size on the screen, and only those are drawn that do not cover another.
  const label = () => {
    const scale = network.getScale();
    const size = Math.min(15, Math.max(12, 12 + scale)) / scale;
    const taken = [];
    const apart = (box, other) => (
      box.right < other.left || box.left > other.right || box.bottom < other.top || box.top > other.bottom);
    const order = data.things.filter(shown)
      .sort((a, b) => (b.id === focus) - (a.id === focus) || Boolean(b.marked) - Boolean(a.marked) || b.weight - a.weight);
    const at = network.getPositions(order.map((thing) => thing.id));
    const symbols = order.map(({ id, size: half, weight }) => ({
      id, weight, left: at[id].x - half, right: at[id].x + half, top: at[id].y - half, bottom: at[id].y + half }));
    const updates = order.map((thing) => {
      const lines = thing.text.split("\n");
      const width = Math.max(...lines.map((line) => line.length)) * size * 0.55;
      const { x, y } = at[thing.id];
      const top = y + thing.size + size * 0.2;
      const box = { left: x - width / 2, right: x + width / 2, top, bottom: top + lines.length * size * 1.2 };
      // A label may cover what stands further out in the plan, and nothing of its own ring or further in.
      const ring = focus ? 0 : Math.floor(thing.weight / 100) * 100;
      const fits = taken.every((other) => apart(box, other)) && symbols.every(
        (other) => other.id === thing.id || other.weight < ring || apart(box, other));
      if (fits) taken.push(box);
      return { id: thing.id, label: fits ? thing.text : " ", font: { size } };
    });
    nodes.update(updates);
  };
  let waiting = 0;
  const relabel = () => { clearTimeout(waiting); waiting = setTimeout(label, 60); };

  // Room is left for labels, which stand below the symbols and keep their size on the screen.
  const fit = (at) => {
    const spots = data.things.filter(shown).map((thing) => at.get(thing.id));
    if (!spots.length) return;
    const xs = spots.map((spot) => spot.x);
    const ys = spots.map((spot) => spot.y);
    const [left, right, top, bottom] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
    const wide = Math.max(stage.clientWidth * 0.8, stage.clientWidth - 170) / Math.max(right - left, 1);
    const high = Math.max(stage.clientHeight * 0.8, stage.clientHeight - 110) / Math.max(bottom - top, 1);
    const scale = Math.min(wide, high, 1.2);
    const position = { x: (left + right) / 2, y: (top + bottom) / 2 + 25 / scale };
    network.moveTo({ position, scale, animation: still ? false : { duration: 350 } });
  };

  const kinds = new Map(data.things.map((thing) => [thing.id, thing.kind]));
  const count = () => {
    const seen = data.links.filter((link) => !hidden.has(kinds.get(link.from)) && !hidden.has(kinds.get(link.to))
      && (!focus || link.from === focus || link.to === focus));
    const readings = seen.filter((link) => link.dashes).length;
    for (const [key, number] of Object.entries({ readings, named: seen.length - readings })) {
      const place = document.querySelector(`[data-count=${key}]`);
      place.textContent = number;
      if (key === "readings") place.parentElement.hidden = !number;
    }
  };

  const draw = () => {
    const at = places();
    nodes.update(data.things.map((thing) => ({ id: thing.id, hidden: !shown(thing), ...at.get(thing.id) })));
    const beside = (link) => Boolean(focus) && link.from !== focus && link.to !== focus;
    edges.update(data.links.map((link, id) => ({ id, hidden: beside(link) })));
    fit(at);
    setTimeout(label, still ? 0 : 400);
    if (focus) network.selectNodes([focus]);
    else network.unselectAll();
    if (showAll) showAll.hidden = !focus;
    count();
    if (things) {
      for (const group of things.querySelectorAll("details[data-kind]")) {
        group.hidden = hidden.has(group.dataset.kind);
      }
    }
  };

  const tell = async () => {
    if (!details) return;
    if (!focus) {
      details.replaceChildren();
      return;
    }
    const asked = focus;
    const url = new URL(stage.dataset.thing + asked.replace(":", "/"), location.href);
    url.searchParams.set("part", "details");
    if (stage.dataset.lang) url.searchParams.set("lang", stage.dataset.lang);
    const answer = await fetch(url);
    if (!answer.ok || asked !== focus) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    details.replaceChildren(...page.body.childNodes);
    details.closest("#panel").scrollTop = 0;
  };

  const choose = (id) => {
    const next = near.has(id) ? id : "";
    if (next === focus) return;
    focus = next;
    draw();
    remember(true);
    tell();
  };

  // What an answer names has a ring around its symbol, as wide on the screen at every scale.
  network.on("afterDrawing", (context) => {
    const ringed = data.things.filter((thing) => thing.marked && shown(thing));
    const at = network.getPositions(ringed.map((thing) => thing.id));
    const scale = network.getScale();
    context.strokeStyle = "#1b2430";
    context.lineWidth = 2.5 / scale;
    for (const thing of ringed) {
      context.beginPath();
      context.arc(at[thing.id].x, at[thing.id].y, thing.size + 5 / scale, 0, 2 * Math.PI);
      context.stroke();
    }
  });
  network.on("click", (event) => { if (event.nodes.length) choose(event.nodes[0]); });
  network.on("zoom", relabel);
  network.on("animationFinished", label);
  network.on("hoverNode", () => { stage.classList.add("pointing"); });
  network.on("blurNode", () => { stage.classList.remove("pointing"); });
  document.addEventListener("keydown", (event) => {
    const here = event.target === document.body || event.target.closest(".network, .stage, .chips");
    if (event.key === "Escape" && focus && here) choose("");
  });
  addEventListener("popstate", (event) => {
    if (!event.state) return; // a step within the page, as to its content
    hidden.clear();
    const hide = new URL(location.href).searchParams.get("hide") ?? "";
    for (const kind of hide.split(",").filter(Boolean)) hidden.add(kind);
    focus = near.has(event.state.focus) ? event.state.focus : "";
    draw();
    spread();
    tell();
  });
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-focus]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey || !near.has(link.dataset.focus)) return;
    event.preventDefault();
    choose(link.dataset.focus);
    document.getElementById("panel")?.focus();
  });
  for (const chip of chips) {
    chip.querySelector("[data-said]")?.remove();
    chip.setAttribute("role", "button");
    const toggle = (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      const { kind } = chip.dataset;
      if (!hidden.delete(kind)) hidden.add(kind);
      draw();
      remember();
    };
    chip.addEventListener("click", toggle);
    chip.addEventListener("keydown", (event) => { if (event.key === " ") toggle(event); });
  }
  const zoom = (factor) => network.moveTo({ scale: network.getScale() * factor, animation: !still });
  const actions = {
    in: () => zoom(1.35),
    out: () => zoom(1 / 1.35),
    fit: draw,
    all: () => choose(""),
  };
  for (const button of document.querySelectorAll("[data-do]")) {
    button.addEventListener("click", () => actions[button.dataset.do]());
  }
  if (focus && !near.has(focus)) focus = "";
  stage.querySelector(".vis-network")?.removeAttribute("tabindex"); // one picture, and nothing to do in it by keys
  draw();
  remember();
  if (focus) tell();
  setTimeout(() => { stage.dataset.ready = "true"; }, 500);
})();
