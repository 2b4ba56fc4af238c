// Names in the network: as large on the screen at every scale, and none covers another or a symbol.

const FACE = '"Segoe UI", "Noto Sans", system-ui, sans-serif';
const MOST_LINES = 4;

// Boxes in squares, so that each is compared only with those near to it.
const grid = (side) => {
  const squares = new Map();
  const each = (box, act) => {
    for (let x = Math.floor(box.left / side); x <= Math.floor(box.right / side); x += 1) {
      for (let y = Math.floor(box.top / side); y <= Math.floor(box.bottom / side); y += 1) {
        if (act(`${x},${y}`)) return true;
      }
    }
    return false;
  };
  return {
    add: (box) => { each(box, (key) => { squares.has(key) ? squares.get(key).push(box) : squares.set(key, [box]); }); },
    meets: (box, counts) => each(box, (key) => squares.get(key)?.some((other) => counts(other)
      && box.left < other.right && box.right > other.left && box.top < other.bottom && box.bottom > other.top)),
  };
};

// `view` gives things in the order in which they get a name, where they stand, and whether one is in focus.
export const labels = (network, view) => {
  const measured = new Map();
  const pen = document.createElement("canvas").getContext("2d");
  pen.font = `100px ${FACE}`;
  let placed = [];
  let counted = [];
  let at = 0;

  const measure = (thing, whole) => {
    const key = whole ? `${thing.id} ` : thing.id;
    if (!measured.has(key)) {
      let lines = thing.text.split("\n");
      if (!whole && lines.length > MOST_LINES) lines = [...lines.slice(0, MOST_LINES - 1), `${lines[MOST_LINES - 1]} …`];
      measured.set(key, { lines, width: Math.max(...lines.map((line) => pen.measureText(line).width)) / 100 });
    }
    return measured.get(key);
  };

  const sizeAt = (scale) => Math.min(15, Math.max(12, 12 + scale)) / scale;

  // A name that would be cut by the edge stands elsewhere, or waits until its thing is nearer the middle.
  const isCut = (box, spot, frame) => spot.x > frame.left && spot.x < frame.right
    && (box.left < frame.left || box.right > frame.right);

  const place = (scale, frame) => {
    const { order, places, focused } = view();
    const size = sizeAt(scale);
    const taken = grid(90 / scale);
    const symbols = order.filter((thing) => places[thing.id]).map((thing) => {
      const { x, y } = places[thing.id];
      return { id: thing.id, weight: thing.weight,
        left: x - thing.size, right: x + thing.size, top: y - thing.size, bottom: y + thing.size };
    });
    symbols.forEach(taken.add);
    placed = [];
    for (const thing of order) {
      const spot = places[thing.id];
      if (!spot || !thing.text) continue;
      const { lines, width } = measure(thing, focused === thing.id);
      const [wide, high] = [width * size, lines.length * size * 1.2];
      const away = thing.size + size * 0.25;
      // A name may cover what stands further out in the plan, and nothing of its own ring or further in.
      const ring = focused ? -1 : Math.floor(thing.weight / 100) * 100;
      const counts = (other) => other.id !== thing.id && (other.weight === undefined || other.weight >= ring);
      for (const [dx, dy] of [[0, away + high / 2], [0, -away - high / 2], [away + wide / 2, 0], [-away - wide / 2, 0]]) {
        const box = { left: spot.x + dx - wide / 2, right: spot.x + dx + wide / 2,
          top: spot.y + dy - high / 2, bottom: spot.y + dy + high / 2 };
        if (isCut(box, spot, frame) || taken.meets(box, counts)) continue;
        taken.add(box);
        placed.push({ id: thing.id, lines, x: dx, y: dy - high / 2 + size * 0.6, half: { x: wide / 2, y: high } });
        break;
      }
    }
    // The number of links stands on a line where there is room for it, the largest numbers first.
    counted = view().bundles.filter(({ from, to, text }) => {
      const [one, other] = [places[from], places[to]];
      const [x, y] = [one.x * 0.55 + other.x * 0.45, one.y * 0.55 + other.y * 0.45];
      const half = (pen.measureText(text).width / 200) * size;
      const box = { left: x - half, right: x + half, top: y - size * 0.6, bottom: y + size * 0.6 };
      if (taken.meets(box, () => true)) return false;
      taken.add(box);
      return true;
    });
    at = scale;
  };

  const write = (context, text, x, y) => {
    context.strokeText(text, x, y);
    context.fillText(text, x, y);
  };

  const draw = (context, scale, frame) => {
    if (Math.abs(Math.log(scale / (at || 1e-9))) > 0.03) place(scale, frame);
    const size = sizeAt(scale);
    const { places, letters } = view();
    Object.assign(context, { textAlign: "center", textBaseline: "middle", lineJoin: "round" });
    context.font = `600 ${size * 0.95}px ${FACE}`;
    context.fillStyle = "#ffffff";
    for (const thing of letters) {
      if (thing.size * scale >= Math.max(6, thing.letter.length * 3.6)) context.fillText(thing.letter, places[thing.id].x, places[thing.id].y + size * 0.05);
    }
    context.font = `${size}px ${FACE}`;
    context.fillStyle = "#1b2430";
    context.strokeStyle = "#ffffff";
    context.lineWidth = 4 / scale;
    for (const { from, to, text } of counted) {
      const [one, other] = [places[from], places[to]];
      write(context, text, one.x * 0.55 + other.x * 0.45, one.y * 0.55 + other.y * 0.45);
    }
    for (const { id, lines, x, y, half } of placed) {
      const spot = places[id];
      if (!spot) continue;
      const [left, top] = [spot.x + x, spot.y + y];
      if (left + half.x < frame.left || left - half.x > frame.right || top + half.y < frame.top || top - half.y > frame.bottom) continue;
      lines.forEach((line, row) => write(context, line, left, top + row * size * 1.2));
    }
  };

  return { draw, again: () => { at = 0; }, named: () => placed.map(({ id }) => id) };
};
