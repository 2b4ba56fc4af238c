// Suggestions under a search field: a combobox with a list, usable by keyboard. What is chosen is opened,
// or, in a form that asks for a thing, its ID is filled in.
"use strict";
document.querySelectorAll("input[data-suggest]").forEach((field, number) => {
  const fills = "fills" in field.dataset;
  const list = document.createElement("ul");
  list.id = number ? `suggestions-${number}` : "suggestions";
  list.className = "suggestions";
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", field.labels[0]?.textContent.trim() || field.placeholder);
  list.hidden = true;
  const said = document.createElement("p");
  said.className = "hidden";
  said.setAttribute("role", "status");
  field.after(list, said);
  field.setAttribute("role", "combobox");
  field.setAttribute("aria-controls", list.id);
  field.setAttribute("aria-expanded", "false");
  field.setAttribute("aria-autocomplete", "list");
  let timer = 0;
  let chosen = -1;
  let asked = "";

  const choose = (item) => {
    if (!fills) return location.assign(item.dataset.url);
    field.value = item.dataset.id;
    tell("", false);
    close();
  };

  const close = () => {
    list.hidden = true;
    chosen = -1;
    field.setAttribute("aria-expanded", "false");
    field.removeAttribute("aria-activedescendant");
  };

  const mark = (next) => {
    const items = [...list.children];
    if (!items.length) return;
    chosen = (next + items.length) % items.length;
    items.forEach((item, place) => item.setAttribute("aria-selected", String(place === chosen)));
    field.setAttribute("aria-activedescendant", items[chosen].id);
    items[chosen].scrollIntoView({ block: "nearest" });
  };

  // How many there are is heard; that there is nothing is seen as well.
  const tell = (text, seen) => {
    said.textContent = text;
    said.className = seen ? "nothing-found" : "hidden";
  };

  const show = (rows) => {
    list.replaceChildren(...rows.map((row, place) => {
      const item = document.createElement("li");
      item.id = `${list.id}-${place}`;
      item.setAttribute("role", "option");
      item.setAttribute("aria-selected", "false");
      item.dataset.url = row.url;
      item.dataset.id = row.id;
      const name = document.createElement("span");
      name.textContent = row.label;
      const kind = document.createElement("small");
      kind.textContent = [row.kind, row.plan].filter(Boolean).join(" · ");
      item.append(name, kind);
      item.addEventListener("mousedown", (event) => {
        event.preventDefault();
        choose(item);
      });
      return item;
    }));
    list.hidden = rows.length === 0;
    field.setAttribute("aria-expanded", String(rows.length > 0));
    chosen = -1;
  };

  const ask = async () => {
    const text = field.value.trim();
    asked = text;
    if (text.length < 2) {
      tell("", false);
      return close();
    }
    const url = new URL(field.dataset.suggest, location.href);
    url.searchParams.set("q", text);
    const lang = new URLSearchParams(location.search).get("lang");
    if (lang) url.searchParams.set("lang", lang);
    const answer = await fetch(url);
    if (!answer.ok || asked !== text) return;
    const found = await answer.json();
    show(found.rows);
    tell(found.said, !found.rows.length);
  };

  field.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(ask, 150);
  });
  field.addEventListener("blur", () => {
    tell("", false);
    close();
  });
  field.addEventListener("keydown", (event) => {
    if (event.key === "Escape") close();
    if (list.hidden) return;
    if (event.key === "ArrowDown") { event.preventDefault(); mark(chosen + 1); }
    if (event.key === "ArrowUp") { event.preventDefault(); mark(chosen - 1); }
    if (event.key === "Enter" && chosen >= 0) {
      event.preventDefault();
      choose(list.children[chosen]);
    }
  });
});
