// Tables that sort by a column: by its own direction first, then the other, then as they were.
"use strict";
// `rows` are all rows but headings; `said` tells what a button does, with a place for the name of a column.
const sortable = (table, rows, said) => {
  const { compare } = new Intl.Collator(document.documentElement.lang, { numeric: true });
  const valueOf = (row, column) => {
    const cell = row.cells[column];
    if (!cell || cell.colSpan > 1) return ["", NaN];
    return [cell.textContent.trim(), cell.dataset.number === undefined ? NaN : Number(cell.dataset.number)];
  };
  // What is empty stands last, whichever way the rest is turned.
  const order = (column, turn) => (a, b) => {
    const [[text, number], [other, its]] = [valueOf(a, column), valueOf(b, column)];
    if (!text || !other) return Number(!text) - Number(!other);
    return turn * (Number.isNaN(number) || Number.isNaN(its) ? compare(text, other) : number - its);
  };
  const sorting = (head, column, heads) => {
    const bodies = [...table.tBodies].map((body) => [body, [...body.querySelectorAll("tr:not(.group)")]]);
    const button = document.createElement("button");
    button.type = "button";
    button.append(...head.childNodes);
    button.title = said.replace("{name}", head.textContent.trim() || button.textContent.trim());
    head.append(button);
    const numbers = () => rows.some((row) => row.cells[column]?.dataset.number !== undefined);
    button.addEventListener("click", () => {
      const first = numbers() ? "descending" : "ascending";
      const second = numbers() ? "ascending" : "descending";
      const now = head.getAttribute("aria-sort");
      const next = now === null ? first : now === first ? second : null;
      for (const other of heads) other.removeAttribute("aria-sort");
      if (next) head.setAttribute("aria-sort", next);
      const turn = next === "descending" ? -1 : 1;
      for (const [body, original] of bodies) body.append(...(next ? [...original].sort(order(column, turn)) : original));
    });
  };
  if (table?.tHead) {
    const heads = [...table.tHead.rows[0].cells];
    if (rows.length > 1) heads.forEach((head, column) => sorting(head, column, heads));
  }
};
