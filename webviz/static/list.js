// A tree whose branches are all there opens and closes without asking for the page again, and prints open.
"use strict";
(() => {
  const branches = () => [...document.querySelectorAll(".tree details")];
  const held = document.querySelector(".tree .open-this");
  document.querySelectorAll("[data-tree]").forEach((link) => {
    link.addEventListener("click", (event) => {
      if (held && link.dataset.tree === "open") return;
      event.preventDefault();
      branches().forEach((each) => { each.open = link.dataset.tree === "open"; });
    });
  });
  let closed = [];
  addEventListener("beforeprint", () => {
    closed = branches().filter((each) => !each.open);
    closed.forEach((each) => { each.open = true; });
  });
  addEventListener("afterprint", () => closed.forEach((each) => { each.open = false; }));
})();
