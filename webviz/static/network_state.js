// What is chosen in the network: it stands in the address, and in all that leads elsewhere from here.

const LISTS = ["hide", "without", "basis"];
const FILTERS = [...LISTS, "least"];
const AROUND = ["focus", "depth"];

export const read = (stage) => {
  const args = new URL(location.href).searchParams;
  const list = (name) => args.getAll(name).join(",").split(",").filter(Boolean);
  const state = {
    hide: new Set(list("hide")),
    without: new Set(list("without")),
    basis: new Set(list("basis")),
    least: Number.parseInt(args.get("least"), 10) || 1,
    focus: list("focus"),
    depth: args.get("depth") ?? "",
  };
  // Of what the server has left out already there is nothing more to leave out.
  if ("part" in stage.dataset) {
    for (const name of LISTS) state[name].clear();
    Object.assign(state, { least: 1, depth: "0" });
  }
  return state;
};

export const texts = (state) => ({
  hide: [...state.hide].join(","),
  without: [...state.without].join(","),
  basis: [...state.basis].join(","),
  least: state.least > 1 ? String(state.least) : "",
  focus: state.focus.join(","),
  depth: state.focus.length ? state.depth : "",
});

// Gives an address the state; `keys` say which: `hide` is all that is filtered, `focus` what is chosen.
export const follow = (address, keys, said, fixed = []) => {
  const url = new URL(address, location.href);
  const names = keys.flatMap((key) => ({ hide: FILTERS, focus: AROUND })[key] ?? [key]);
  for (const name of names.filter((one) => !fixed.includes(one))) {
    if (said[name]) url.searchParams.set(name, said[name]);
    else url.searchParams.delete(name);
  }
  return url.href;
};

// All that leads elsewhere with this state, or copies it, says what the reader sees.
export const spread = (state, fixed) => {
  const said = texts(state);
  for (const tied of document.querySelectorAll("[data-state]")) {
    const keys = tied.dataset.state.split(" ");
    if (tied.href) tied.href = follow(tied.href, keys, said, fixed);
    else if (tied.value !== undefined) {
      tied.value = tied.value.replace(/src="([^"]*)"/, (_, url) => `src="${follow(url, keys, said, fixed)}"`);
    }
  }
  for (const form of document.querySelectorAll("form.choose, form.filter-form, #picked")) {
    for (const name of form.id === "picked" ? [...FILTERS, "depth"] : ["hide", ...AROUND]) {
      if (fixed.includes(name)) continue;
      const boxes = form.querySelectorAll(`[name=${name}]:not([type=hidden])`);
      if (!boxes.length) carry(form, name, said[name]);
    }
  }
};

const carry = (form, name, text) => {
  const field = form.querySelector(`input[type=hidden][name=${name}]`) ?? form.appendChild(
    Object.assign(document.createElement("input"), { type: "hidden", name }));
  field.value = text;
  field.disabled = !text;
};
