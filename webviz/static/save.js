// Lets the form for a saved view keep what was chosen after the page was loaded.
"use strict";

for (const form of document.querySelectorAll("#save-view")) {
  form.addEventListener("submit", () => {
    const state = form.elements.namedItem("state");
    if (state.dataset.own === location.pathname) {
      state.value = location.search.slice(1);
    }
  });
}

for (const box of document.querySelectorAll("#save-box")) {
  box.addEventListener("toggle", () => {
    const address = box.querySelector("[data-address]");
    if (box.open && address) {
      address.value = location.href;
    }
    const first = box.querySelector("#save-name");
    if (box.open && first) {
      first.focus();
    }
  });
}
