// Suggestions under a text field: a combobox with a list in groups, usable by keyboard alone. What is
// chosen is opened; in a form that asks for a thing its name is shown, and its ID is sent.
"use strict";
(() => {
  const WAIT = 150, LEAST = 2, LONGEST = 200;

  class Chooser {
    constructor(field, number) {
      this.field = field;
      this.hidden = field.parentElement.querySelector("input[data-chosen]");
      this.fills = "fills" in field.dataset;
      this.list = document.createElement("div");
      this.list.id = number ? `suggestions-${number}` : "suggestions";
      this.list.className = "suggestions";
      this.list.setAttribute("role", "listbox");
      this.list.setAttribute("aria-label", field.labels[0]?.textContent.trim() || field.placeholder);
      this.list.hidden = true;
      this.said = document.createElement("p");
      this.said.className = "hidden";
      this.said.setAttribute("role", "status");
      field.after(this.list, this.said);
      for (const [name, value] of [["role", "combobox"], ["aria-controls", this.list.id],
        ["aria-expanded", "false"], ["aria-autocomplete", "list"]]) field.setAttribute(name, value);
      if (this.hidden) this.takeOver();
      field.addEventListener("input", () => this.typed());
      field.addEventListener("keydown", (event) => this.key(event));
      field.addEventListener("blur", () => this.leave());
      this.list.addEventListener("mousedown", (event) => {
        event.preventDefault();
        const item = event.target.closest("[role=option]");
        if (item && event.button === 0) this.choose(item);
      });
    }

    // The ID is sent in place of the name, which is only shown.
    takeOver() {
      this.hidden.name = this.field.name;
      this.field.removeAttribute("name");
      if (!this.hidden.value) this.hidden.value = this.field.value;
    }

    get items() { return [...this.list.querySelectorAll("[role=option]")]; }
    get open() { return !this.list.hidden; }

    typed() {
      if (this.hidden) this.hidden.value = this.field.value.trim();
      clearTimeout(this.timer);
      this.timer = setTimeout(() => this.ask(), WAIT);
    }

    async ask() {
      this.waiting?.abort();
      const text = this.field.value.trim().slice(0, LONGEST);
      if (text.length < LEAST) {
        this.tell("", false);
        return this.close();
      }
      this.waiting = new AbortController();
      const url = new URL(this.field.dataset.suggest, location.href);
      url.searchParams.set("q", text);
      url.searchParams.set("list", this.list.id);
      const lang = new URLSearchParams(location.search).get("lang");
      if (lang) url.searchParams.set("lang", lang);
      try {
        const answer = await fetch(url, { signal: this.waiting.signal });
        if (answer.ok && document.activeElement === this.field) this.show(await answer.text());
      } catch (error) {
        if (error.name !== "AbortError") this.close();
      }
    }

    show(text) {
      const made = new DOMParser().parseFromString(text, "text/html").body.firstElementChild;
      if (this.fills) made.querySelector("[data-all]")?.remove();
      this.list.replaceChildren(...made.children);
      this.list.hidden = this.items.length === 0;
      this.list.scrollTop = 0;
      this.unmark();
      this.field.setAttribute("aria-expanded", String(this.open));
      this.tell(made.dataset.said, !this.open);
    }

    // How many there are is heard; that there is nothing is seen as well.
    tell(text, seen) {
      this.said.textContent = text;
      this.said.className = seen && text ? "nothing-found" : "hidden";
    }

    close() {
      this.list.hidden = true;
      this.unmark();
      this.field.setAttribute("aria-expanded", "false");
    }

    leave() {
      clearTimeout(this.timer);
      this.waiting?.abort();
      this.tell("", false);
      this.close();
    }

    unmark() {
      this.marked?.setAttribute("aria-selected", "false");
      this.marked = null;
      this.field.removeAttribute("aria-activedescendant");
    }

    mark(place) {
      const items = this.items;
      this.unmark();
      if (!items.length || place < 0 || place >= items.length) return;
      this.marked = items[place];
      this.marked.setAttribute("aria-selected", "true");
      this.field.setAttribute("aria-activedescendant", this.marked.id);
      const above = place ? this.marked : this.list.firstElementChild;
      above.scrollIntoView({ block: "nearest" });
    }

    choose(item) {
      if (!this.fills || !item.dataset.id) return location.assign(item.dataset.url);
      this.field.value = this.hidden ? item.dataset.name : item.dataset.id;
      if (this.hidden) this.hidden.value = item.dataset.id;
      this.tell("", false);
      this.close();
      this.field.dispatchEvent(new CustomEvent("chosen", { bubbles: true, detail: item.dataset.id }));
    }

    // Up from the field leads to the last one, and up from the first one back to the field.
    key(event) {
      if (event.isComposing) return;
      const last = this.items.length - 1, at = this.items.indexOf(this.marked);
      const moves = {
        ArrowDown: () => this.mark(at === last ? -1 : at + 1),
        ArrowUp: () => this.mark(at < 0 ? last : at - 1),
        Home: () => this.mark(0),
        End: () => this.mark(last),
      };
      if (event.key === "Escape" && this.open) {
        event.preventDefault();
        event.stopPropagation();
        this.tell("", false);
        this.close();
      } else if (!this.open) {
        if (event.key === "ArrowDown" && !event.altKey) { event.preventDefault(); this.ask(); }
      } else if (event.key === "Enter" && this.marked) {
        event.preventDefault();
        this.choose(this.marked);
      } else if (event.key === "Tab") {
        if (this.fills && this.marked) this.choose(this.marked);
        this.close();
      } else if (event.key in moves && (this.marked || event.key.startsWith("Arrow"))) {
        event.preventDefault();
        moves[event.key]();
      } else if (event.key === "ArrowLeft" || event.key === "ArrowRight") {
        this.unmark();
      }
    }
  }

  document.querySelectorAll("input[data-suggest]").forEach((field, number) => new Chooser(field, number));
})();
