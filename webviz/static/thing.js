// Copies the citation or the address; without this the fields are there to be selected. Long lists print whole.
"use strict";
(() => {
  const said = document.getElementById("copied");
  document.querySelectorAll("[data-copy]").forEach((button) => {
    button.hidden = false;
    button.addEventListener("click", async () => {
      const field = document.getElementById(button.dataset.copy);
      field.select();
      try {
        await navigator.clipboard.writeText(field.value);
      } catch {
        document.execCommand("copy");
      }
      said.textContent = said.dataset.said;
    });
  });
  const linked = location.hash && document.getElementById(location.hash.slice(1));
  const rest = linked && linked.closest("details.rest");
  if (rest) {
    rest.open = true;
    linked.scrollIntoView();
  }
  addEventListener("beforeprint", () => document.querySelectorAll(".rest").forEach((each) => { each.open = true; }));
})();
