// The network: what the server placed, drawn by vis-network; what is chosen stands in the address.
import { labels } from "./network_labels.js";
import { listing } from "./network_list.js";
import { begin as beginKeys } from "./network_keys.js";
import { placing } from "./network_places.js";
import { neighbours, shownOf } from "./network_shown.js";
import { follow, read, spread, texts } from "./network_state.js";

const stage = document.getElementById("network");

const start = (data) => {
  const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
  const isPart = "part" in stage.dataset;
  // Where the server chose what stands around a thing, the address keeps that thing, and not ours.
  const isChosen = "chosen" in stage.dataset;
  const fixed = isPart ? ["hide", "without", "basis", "least", "focus", "depth"] : isChosen ? ["focus", "depth"] : [];
  const state = read(stage);
  const things = new Map(data.things.map((thing) => [thing.id, thing]));
  const near = neighbours(data.links);
  if (isChosen) state.focus = history.state?.focus ?? [];
  state.focus = state.focus.filter((id) => things.has(id));

  let shown = shownOf(data, state);
  const nodes = new vis.DataSet(data.things.map(({ id, x, y, shape, size, color, title }) => (
    { id, x, y, shape, size, color, title, hidden: !shown.things.has(id) })));
  const visible = new Set(shown.links);
  const edges = new vis.DataSet(data.links.map((link, id) => ({ ...link, id, hidden: !visible.has(link) })));
  const network = new vis.Network(stage, { nodes, edges }, data.options);
  const { canvas } = network;
  const place = placing(network, data, stage, still);
  const list = listing(stage, data);
  const chips = [...document.querySelectorAll("a.chip[data-kind]")];
  const undo = document.querySelector("[data-do=undo]");
  const showAll = document.querySelector("[data-do=all]");

  // ---- names

  let order = [];
  const bundles = data.links.filter((link) => things.get(link.from).group_key && things.get(link.to).group_key).map(({ from, to, links }) => (
    { from, to, links, text: links.toLocaleString(document.documentElement.lang) }))
    .sort((a, b) => b.links - a.links);
  const names = labels(network, () => ({
    order,
    places: network.body.nodes,
    letters: order.filter((thing) => thing.letter),
    bundles,
    focused: state.focus.length === 1 && state.depth !== "0" ? state.focus[0] : "",
  }));
  const sort = () => {
    const rank = (thing) => (state.focus.includes(thing.id) ? 2 : 0) + (thing.marked ? 1 : 0);
    order = data.things.filter((thing) => shown.things.has(thing.id))
      .sort((a, b) => rank(b) - rank(a) || b.weight - a.weight || (a.id < b.id ? -1 : 1));
    names.again();
  };
  const frame = () => {
    const [from, to] = [network.DOMtoCanvas({ x: 0, y: 0 }),
      network.DOMtoCanvas({ x: stage.clientWidth, y: stage.clientHeight })];
    return { left: from.x, right: to.x, top: from.y, bottom: to.y };
  };
  // What an answer names has a ring around its symbol, as wide on the screen at every scale.
  // What is chosen has a wider one, in another colour.
  const ring = (context, { id, size }, scale, [away, width, colour]) => {
    const { x, y } = network.body.nodes[id];
    context.strokeStyle = colour;
    context.lineWidth = width / scale;
    context.beginPath();
    context.arc(x, y, size + away / scale, 0, 2 * Math.PI);
    context.stroke();
  };
  const rings = (context, scale) => {
    for (const thing of order) {
      if (thing.marked) ring(context, thing, scale, [5, 2.5, "#1b2430"]);
      if (state.depth === "0" && state.focus.includes(thing.id)) ring(context, thing, scale, [8, 4, "#1f6f8b"]);
    }
  };
  network.on("afterDrawing", (context) => {
    const scale = network.getScale();
    rings(context, scale);
    names.draw(context, scale, frame());
    stage.dataset.ready = "true";
  });

  // ---- what is shown

  const draw = (animated = true) => {
    shown = shownOf(data, state);
    const at = place.places(state, shown);
    const lines = new Set(shown.links);
    nodes.update(data.things.map(({ id }) => ({ id, hidden: !shown.things.has(id), ...at.get(id) })));
    edges.update(data.links.map((link, id) => ({ id, hidden: !lines.has(link) })));
    settle(at, animated);
  };
  const settle = (at, animated) => {
    sort();
    network.setSelection({ nodes: state.focus, edges: [] }, { highlightEdges: state.depth !== "2" });
    place.fit(data.things.filter((thing) => shown.things.has(thing.id)).map((thing) => at.get(thing.id)), animated);
    if (showAll) showAll.hidden = !state.focus.length;
    list.show(state, shown);
  };

  // A thing in focus is a step that Back takes back; a filter is not.
  const remember = (step = false) => {
    const url = follow(location.href, ["hide", "focus"], texts(state), fixed);
    history[step ? "pushState" : "replaceState"]({ focus: state.focus }, "", url);
    share();
  };
  const share = () => {
    const said = texts(state);
    spread(state, fixed);
    for (const chip of chips) {
      if (isPart) continue;
      const { kind } = chip.dataset;
      const other = state.hide.has(kind) ? [...state.hide].filter((one) => one !== kind) : [...state.hide, kind];
      chip.href = follow(chip.href, ["hide"], { ...said, hide: other.join(",") }, fixed);
      chip.dataset.shown = String(!state.hide.has(kind));
      chip.setAttribute("aria-pressed", chip.dataset.shown);
    }
  };
  const change = (step = false) => {
    draw();
    remember(step);
    list.tell(shown);
  };

  // ---- what is chosen

  const go = (focus, depth) => {
    const url = follow(location.href, ["focus"], { focus: focus.join(","), depth: focus.length ? depth : "" });
    location.assign(url);
  };
  const choose = (focus, depth = "") => {
    const next = focus.filter((id) => things.has(id));
    const how = next.length ? depth : "";
    if (next.join() === state.focus.join() && how === state.depth) return;
    if (isPart) {
      go(next, how);
      return;
    }
    Object.assign(state, { focus: next, depth: how });
    change(true);
    tell();
  };
  const toggle = (id) => {
    const others = state.focus.filter((one) => one !== id);
    const focus = others.length < state.focus.length ? others : [...state.focus, id];
    choose(focus, state.focus.length && !isPart ? state.depth : "0");
  };
  const open = (id) => {
    const { group_key: key } = things.get(id) ?? {};
    const link = key && [...document.querySelectorAll("a[data-group]")].find((one) => one.dataset.group === key);
    if (link) location.assign(link.href);
    return Boolean(key);
  };
  const tell = async () => {
    const details = document.getElementById("details");
    if (!details) return;
    const [asked, more] = state.focus;
    if (!asked || more) {
      details.replaceChildren();
      return;
    }
    const url = new URL(stage.dataset.thing + asked.replace(":", "/"), location.href);
    url.searchParams.set("part", "details");
    if (stage.dataset.lang) url.searchParams.set("lang", stage.dataset.lang);
    const frozen = new URLSearchParams(location.search).get("frozen");
    if (frozen) url.searchParams.set("frozen", frozen);
    const answer = await fetch(url);
    if (!answer.ok || asked !== state.focus[0] || state.focus.length > 1) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    details.replaceChildren(...page.body.childNodes);
    details.closest("#panel").scrollTop = 0;
  };

  network.on("click", ({ nodes: [id], event }) => {
    if (id === undefined || open(id)) return;
    const { ctrlKey, metaKey, shiftKey } = event.srcEvent;
    if (ctrlKey || metaKey || shiftKey) toggle(id);
    else choose([id]);
    network.selectNodes(state.focus);
  });
  network.on("dragStart", ({ nodes: ids }) => { if (ids.length) place.begin(ids); });
  network.on("dragEnd", ({ nodes: ids }) => {
    names.again();
    network.redraw();
    if (!ids.length) return;
    place.end(ids);
    network.setSelection({ nodes: state.focus, edges: [] });
    if (undo) undo.hidden = false;
  });
  network.on("hoverNode", () => { stage.classList.add("pointing"); });
  network.on("blurNode", () => { stage.classList.remove("pointing"); });
  addEventListener("popstate", (event) => {
    if (!event.state) return; // a step within the page, as to its content
    Object.assign(state, read(stage));
    if (isChosen) state.focus = event.state.focus ?? [];
    state.focus = state.focus.filter((id) => things.has(id));
    draw();
    share();
    tell();
  });
  document.addEventListener("click", (event) => {
    const plain = !(event.ctrlKey || event.metaKey || event.shiftKey);
    const link = event.target.closest("a[data-focus], a[data-depth]");
    if (!link || !plain || isPart) return;
    const { focus, depth } = link.dataset;
    if (depth === undefined ? !things.has(focus) : !state.focus.length) return;
    event.preventDefault();
    choose(depth === undefined ? [focus] : state.focus, depth);
    if (depth === undefined) document.getElementById("panel")?.focus();
  });

  // ---- filters

  for (const chip of isPart ? [] : chips) {
    chip.querySelector("[data-said]")?.remove();
    chip.setAttribute("role", "button");
    const flip = (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      const { kind } = chip.dataset;
      if (!state.hide.delete(kind)) state.hide.add(kind);
      change();
    };
    chip.addEventListener("click", flip);
    chip.addEventListener("keydown", (event) => { if (event.key === " ") flip(event); });
  }
  // What the server writes about the filters that are on comes from it, as they are now.
  let waiting = 0;
  const renew = () => {
    clearTimeout(waiting);
    waiting = setTimeout(async () => {
      const answer = await fetch(location.href);
      if (!answer.ok) return;
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      for (const css of ["#filters-on", ".filters > summary"]) {
        const [old, fresh] = [document.querySelector(css), page.querySelector(css)];
        if (old && fresh) old.replaceChildren(...fresh.childNodes);
      }
      share();
    }, 300);
  };
  const form = document.querySelector("form.filter-form");
  form?.addEventListener("change", ({ target }) => {
    if (isPart || !["without", "basis", "least"].includes(target.name)) return;
    if (target.name === "least") state.least = Number.parseInt(target.value, 10) || 1;
    else state[target.name][target.checked ? "add" : "delete"](target.value);
    change();
    renew();
  });
  document.getElementById("things")?.addEventListener("change", ({ target }) => {
    if (target.name === "focus") toggle(target.value);
  });
  document.getElementById("picked")?.addEventListener("submit", (event) => {
    event.preventDefault();
    const to = event.submitter?.formAction ?? event.target.action;
    const said = { ...texts(state), ...(isPart ? { focus: state.focus.join(",") } : {}) };
    location.assign(follow(`${to}${location.search}`, ["hide", "focus"], said, isPart ? fixed : []));
  });

  // ---- buttons and keys

  const zoom = (factor) => {
    network.moveTo({ scale: network.getScale() * factor, animation: still ? false : { duration: 150 } });
  };
  const actions = {
    in: () => zoom(1.35),
    out: () => zoom(1 / 1.35),
    fit: () => draw(),
    all: () => choose([]),
    undo: () => {
      place.undo();
      names.again();
      network.redraw();
      if (undo) undo.hidden = !place.canUndo();
      if (undo?.hidden) stage.focus();
    },
  };
  for (const button of document.querySelectorAll("[data-do]")) {
    button.addEventListener("click", () => actions[button.dataset.do]());
  }
  beginKeys(stage, network, { ...actions, isChosen: () => state.focus.length > 0 });

  canvas.frame.removeAttribute("tabindex"); // the stage takes the focus, and the keys
  settle(place.places(state, shown), false);
  if (Object.keys(data.positions ?? {}).length || (state.focus.length && state.depth === "")) draw(false);
  place.tell();
  remember();
  if (state.focus.length) tell();
};

const load = async () => {
  const inline = document.getElementById("network-data");
  if (inline) return JSON.parse(inline.textContent);
  const answer = await fetch(stage.dataset.url);
  if (!answer.ok) throw new Error(String(answer.status));
  return answer.json();
};

if (stage) load().then(start, () => { stage.textContent = stage.dataset.missing; });
