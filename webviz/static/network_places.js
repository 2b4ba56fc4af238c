// Where things stand: as the server placed them, around what is in focus, or where the reader put them.

const MOST_AROUND = 60;

export const placing = (network, data, stage, still) => {
  const moved = new Map(Object.entries(data.positions ?? {}).map(([id, [x, y]]) => [id, { x, y }]));
  const steps = [];

  // Around a thing in focus its neighbours stand on an ellipse, kind by kind, so that each can be read.
  const around = (focus, things) => {
    const others = things.filter((thing) => thing.id !== focus)
      .sort((a, b) => a.order - b.order || a.text.localeCompare(b.text));
    const wide = Math.max(300, others.length * 26);
    const high = Math.max(190, others.length * 19);
    const found = new Map([[focus, { x: 0, y: 0 }]]);
    others.forEach((thing, place) => {
      const angle = (2 * Math.PI * (place + 0.5)) / others.length - Math.PI / 2;
      const out = others.length > 14 && place % 2 ? 1.28 : 1;
      found.set(thing.id, { x: wide * out * Math.cos(angle), y: high * out * Math.sin(angle) });
    });
    return found;
  };

  const places = (state, shown) => {
    const things = data.things.filter((thing) => shown.things.has(thing.id));
    const one = state.focus.length === 1 && state.depth === "" && shown.things.has(state.focus[0]);
    if (one && things.length <= MOST_AROUND) return around(state.focus[0], things);
    return new Map(data.things.map((thing) => [thing.id, moved.get(thing.id) ?? { x: thing.x, y: thing.y }]));
  };

  // Room is left for names, which stand beside the symbols and keep their size on the screen.
  const fit = (spots, animated = true) => {
    if (!spots.length) return;
    let [left, right, top, bottom] = [Infinity, -Infinity, Infinity, -Infinity];
    for (const { x, y } of spots) {
      [left, right] = [Math.min(left, x), Math.max(right, x)];
      [top, bottom] = [Math.min(top, y), Math.max(bottom, y)];
    }
    const wide = Math.max(stage.clientWidth * 0.72, stage.clientWidth - 240) / Math.max(right - left, 1);
    const high = Math.max(stage.clientHeight * 0.7, stage.clientHeight - 150) / Math.max(bottom - top, 1);
    const scale = Math.min(wide, high, 1.2);
    const position = { x: (left + right) / 2, y: (top + bottom) / 2 - 8 / scale };
    network.moveTo({ position, scale, animation: animated && !still ? { duration: 300 } : false });
  };

  // Whoever saves the view finds the places in the form; others are told by the event.
  const tell = () => {
    const found = Object.fromEntries([...moved].map(([id, { x, y }]) => [id, [Math.round(x), Math.round(y)]]));
    const field = document.querySelector("form#save-view [name=positions]");
    if (field) field.value = moved.size ? JSON.stringify(found) : "";
    stage.dispatchEvent(new CustomEvent("network:moved", { bubbles: true, detail: found }));
  };

  const begin = (ids) => {
    const now = network.getPositions(ids);
    steps.push(ids.map((id) => ({ id, before: now[id], was: moved.get(id) })));
  };

  const end = (ids) => {
    const now = network.getPositions(ids);
    for (const id of ids) moved.set(id, now[id]);
    tell();
  };

  const undo = () => {
    for (const { id, before, was } of steps.pop() ?? []) {
      network.moveNode(id, before.x, before.y);
      if (was) moved.set(id, was);
      else moved.delete(id);
    }
    tell();
  };

  return { places, fit, begin, end, undo, canUndo: () => steps.length > 0, tell };
};
