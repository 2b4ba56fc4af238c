// Numbers of the matrix by arrow keys, the column under the pointer or in focus, and a list filtered while typing.
"use strict";
document.querySelectorAll("table.matrix").forEach((table) => {
  const cells = (row) => [...row.cells];
  const full = (row) => row.cells.length > 3 && !row.querySelector("td.reason");
  const rows = [...table.tBodies].flatMap((body) => [...body.rows]).filter(full);

  let over = [];
  const light = (cell) => {
    over.forEach((one) => one.classList.remove("over"));
    over = [];
    if (!cell || cell.tagName !== "TD" || !full(cell.parentElement)) return;
    over = [table.tHead.rows[0], ...rows].map((row) => row.cells[cell.cellIndex]).filter(Boolean);
    over.forEach((one) => one.classList.add("over"));
  };
  table.addEventListener("pointerover", (event) => light(event.target.closest("td")));
  table.addEventListener("pointerleave", () => light(null));
  table.addEventListener("focusin", (event) => light(event.target.closest("td")));
  table.addEventListener("focusout", () => light(null));

  const link = (cell) => cell?.querySelector("a.count");
  const along = (places, from, step) => {
    for (let at = from + step; at >= 0 && at < places.length; at += step) {
      if (link(places[at])) return link(places[at]);
    }
    return null;
  };
  table.addEventListener("keydown", (event) => {
    const here = event.target.closest("td");
    if (!here || !event.target.matches("a.count") || event.ctrlKey || event.altKey || event.metaKey) return;
    const row = cells(here.parentElement);
    const column = rows.map((one) => one.cells[here.cellIndex]);
    const place = rows.indexOf(here.parentElement);
    const next = {
      ArrowRight: () => along(row, here.cellIndex, 1),
      ArrowLeft: () => along(row, here.cellIndex, -1),
      ArrowDown: () => along(column, place, 1),
      ArrowUp: () => along(column, place, -1),
      Home: () => along(row, -1, 1),
      End: () => along(row, row.length, -1),
    }[event.key]?.();
    if (!next) return;
    event.preventDefault();
    next.focus();
  });
});
document.querySelectorAll("input[data-filter]").forEach((field) => {
  const list = document.querySelector(field.dataset.filter);
  field.addEventListener("input", () => {
    const words = field.value.toLocaleLowerCase().split(/\s+/).filter(Boolean);
    [...(list?.children ?? [])].forEach((item) => {
      const text = item.textContent.toLocaleLowerCase();
      item.hidden = !words.every((word) => text.includes(word));
    });
  });
});
