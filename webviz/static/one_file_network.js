// A network that is brought nearer and moved: its names keep their size, and more of them find room.
"use strict";
// `boxes` are its things by ID; `chosen` tells which one is, `choose` changes it.
const nearer = (picture, boxes, chosen, choose) => {
  const whole = picture.viewBox.baseVal;
  const start = { x: whole.x, y: whole.y, width: whole.width, height: whole.height };
  const ratio = start.width / start.height;
  let view = { ...start };
  const spots = [...boxes.values()].map((box) => {
    const [x, y, radius] = box.dataset.at.split(" ").map(Number);
    const name = box.querySelector(".name");
    return { box, x, y, radius, name, id: box.dataset.id, weight: Number(box.dataset.weight),
      wide: Number(name?.dataset.wide ?? 0), lines: name?.childElementCount ?? 0 };
  }).sort((a, b) => b.weight - a.weight);
  const scale = () => (picture.clientWidth || 860) / view.width;
  const meet = (a, b) => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
  const relabel = () => {
    const size = Math.min(15, Math.max(12.5, 11 + 2 * scale())) / scale();
    picture.setAttribute("font-size", size.toFixed(2));
    const rank = ({ id, box }) => (id === chosen() ? 3 : 0) + (box.classList.contains("is-found") ? 2 : 0) + (box.classList.contains("is-near") ? 1 : 0);
    const seen = spots.filter(({ box }) => !box.classList.contains("off"));
    const taken = seen.map(({ id, x, y, radius, box }) => ({ id, isAside: chosen() !== "" && rank({ id, box }) === 0, left: x - radius, right: x + radius, top: y - radius, bottom: y + radius }));
    for (const spot of [...seen].sort((a, b) => rank(b) - rank(a))) {
      if (!spot.name) continue;
      const [half, high] = [(spot.wide * size) / 2, spot.lines * size * 1.15 + size * 0.25];
      const first = rank(spot) > 0;
      const fits = (chosen() && !first ? [] : [spot.y + spot.radius, spot.y - spot.radius - high]).find((top) => {
        const box = { left: spot.x - half, right: spot.x + half, top, bottom: top + high };
        const isCut = spot.x > view.x && spot.x < view.x + view.width && (box.left < view.x || box.right > view.x + view.width
          || box.top < view.y || box.bottom > view.y + view.height);
        if (!first && isCut) return false;
        if (taken.some((other) => other.id !== spot.id && !(first && other.isAside) && meet(box, other))) return false;
        taken.push({ id: spot.id, ...box });
        return true;
      });
      spot.name.classList.toggle("unsaid", fits === undefined);
      if (fits !== undefined) spot.name.setAttribute("y", fits.toFixed(0));
    }
  };
  let waits = 0;
  const draw = () => {
    picture.setAttribute("viewBox", [view.x, view.y, view.width, view.height].map((each) => Number(each.toFixed(1))).join(" "));
    cancelAnimationFrame(waits);
    waits = requestAnimationFrame(relabel);
  };
  const isSeen = (spot) => spot && spot.x > view.x && spot.x < view.x + view.width && spot.y > view.y && spot.y < view.y + view.height;
  // What is chosen stays where it is seen, else the middle does.
  const middle = () => {
    const held = spots.find(({ id }) => id === chosen());
    return isSeen(held) ? [held.x, held.y] : [view.x + view.width / 2, view.y + view.height / 2];
  };
  const zoom = (times, x = middle()[0], y = middle()[1]) => {
    const width = Math.min(start.width * 1.1, Math.max(start.width / 24, view.width / times));
    const share = width / view.width;
    view = { x: x - (x - view.x) * share, y: y - (y - view.y) * share, width, height: width / ratio };
    draw();
  };
  const move = (x, y) => {
    view.x += x;
    view.y += y;
    draw();
  };
  const bring = (box) => {
    if (!box) return;
    const [x, y] = box.dataset.at.split(" ").map(Number);
    const [edgeX, edgeY] = [view.width * 0.08, view.height * 0.08];
    if (x > view.x + edgeX && x < view.x + view.width - edgeX && y > view.y + edgeY && y < view.y + view.height - edgeY) return;
    move(x - view.x - view.width / 2, y - view.y - view.height / 2);
  };
  const fit = () => {
    view = { ...start };
    draw();
  };
  const zooming = document.querySelector(".zooming");
  zooming.hidden = false;
  zooming.querySelector("[data-do=in]").addEventListener("click", () => zoom(1.5));
  zooming.querySelector("[data-do=out]").addEventListener("click", () => zoom(1 / 1.5));
  zooming.querySelector("[data-do=fit]").addEventListener("click", fit);
  const at = (event) => {
    const frame = picture.getBoundingClientRect();
    return [view.x + ((event.clientX - frame.left) / frame.width) * view.width,
      view.y + ((event.clientY - frame.top) / frame.height) * view.height];
  };
  // With Ctrl, as two fingers on a pad do too: else the page scrolls.
  picture.addEventListener("wheel", (event) => {
    if (!event.ctrlKey && !event.metaKey) return;
    event.preventDefault();
    zoom(Math.exp(-event.deltaY / 300), ...at(event));
  }, { passive: false });
  picture.addEventListener("dblclick", (event) => zoom(1.8, ...at(event)));
  let from = null;
  let dragged = false;
  picture.addEventListener("pointerdown", (event) => {
    if (event.button === 0) from = { x: event.clientX, y: event.clientY };
    dragged = false;
  });
  addEventListener("pointermove", (event) => {
    if (!from) return;
    const [x, y] = [event.clientX - from.x, event.clientY - from.y];
    if (!dragged && Math.hypot(x, y) < 5) return;
    dragged = true;
    picture.classList.add("dragging");
    move(-x / scale(), -y / scale());
    from = { x: event.clientX, y: event.clientY };
  });
  const drop = () => {
    from = null;
    picture.classList.remove("dragging");
  };
  addEventListener("pointerup", drop);
  addEventListener("pointercancel", drop);
  picture.addEventListener("dragstart", (event) => event.preventDefault());
  picture.addEventListener("click", (event) => {
    if (dragged) {
      event.preventDefault();
      event.stopPropagation();
    } else if (!event.target.closest(".box")) choose("");
  }, true);
  // One stop of the tab key for all things; arrows go to the next in their direction.
  const stop = (box) => {
    for (const other of boxes.values()) other.setAttribute("tabindex", other === box ? "0" : "-1");
  };
  stop(spots[0]?.box);
  const ways = { ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowDown: [0, 1], ArrowUp: [0, -1] };
  picture.addEventListener("focusin", (event) => {
    const box = event.target.closest(".box");
    if (!box) return;
    stop(box);
    bring(box);
  });
  picture.closest(".stage").addEventListener("keydown", (event) => {
    if (event.key === "+") zoom(1.5);
    if (event.key === "-") zoom(1 / 1.5);
    if (event.key === "0") fit();
    const way = ways[event.key];
    const here = spots.find(({ box }) => box === event.target);
    if (!way || !here) return;
    event.preventDefault();
    const costs = spots.filter((spot) => spot !== here && !spot.box.classList.contains("off")).map((spot) => {
      const [x, y] = [spot.x - here.x, spot.y - here.y];
      const along = x * way[0] + y * way[1];
      const aside = Math.abs(x * way[1]) + Math.abs(y * way[0]);
      return [along > 0 ? along + 2.5 * aside : Infinity, spot.box];
    }).sort((a, b) => a[0] - b[0]);
    if (costs.length && costs[0][0] < Infinity) costs[0][1].focus({ preventScroll: true });
  });
  new ResizeObserver(() => relabel()).observe(picture);
  return { relabel, bring };
};
