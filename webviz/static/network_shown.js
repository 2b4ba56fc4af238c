// What of the network is shown in a state: which things, and which links; the server filters alike.

export const relationKey = (link) => link.relation.split(/[:/#]/).pop();

export const neighbours = (links) => {
  const near = new Map();
  const add = (one, other) => {
    if (!near.has(one)) near.set(one, new Set());
    near.get(one).add(other);
  };
  for (const link of links) {
    add(link.from, link.to);
    add(link.to, link.from);
  }
  return near;
};

// Returns the IDs of the things shown and the links shown.
export const shownOf = (data, state) => {
  const kinds = new Map(data.things.map((thing) => [thing.id, thing.kind]));
  const filtering = state.hide.size || state.without.size || state.basis.size || state.least > 1;
  let links = data.links.filter((link) => !state.hide.has(kinds.get(link.from))
    && !state.hide.has(kinds.get(link.to))
    && !state.without.has(relationKey(link))
    && (!state.basis.size || state.basis.has(link.basis)));
  if (state.least > 1) {
    const near = neighbours(links);
    const enough = (id) => near.get(id).size >= state.least;
    links = links.filter((link) => enough(link.from) && enough(link.to));
  }
  const focus = new Set(state.focus);
  const around = focus.size && state.depth !== "0";
  if (around) {
    const first = links.filter((link) => focus.has(link.from) || focus.has(link.to));
    const inner = new Set(first.flatMap((link) => [link.from, link.to]));
    links = state.depth === "2" ? links.filter((link) => inner.has(link.from) || inner.has(link.to)) : first;
  }
  if (!filtering && !around) return { things: new Set(kinds.keys()), links };
  const things = new Set(links.flatMap((link) => [link.from, link.to]));
  for (const id of around ? focus : []) if (kinds.has(id) && !state.hide.has(kinds.get(id))) things.add(id);
  return { things, links };
};
