// Shows a changed title in the picture, keeps the code of the frame up to date, and copies.
"use strict";
(() => {
  const title = document.getElementById("title");
  const preview = document.getElementById("preview");
  if (title && preview) {
    document.getElementById("again").closest("p").hidden = true;
    title.addEventListener("change", () => {
      const url = new URL(preview.src);
      url.searchParams.set("title", title.value);
      preview.src = url.href;
    });
  }

  const framing = document.getElementById("framing");
  if (framing) {
    framing.querySelector(".again").hidden = true;
    let last = 0;
    framing.addEventListener("change", async () => {
      if (!framing.reportValidity()) return;
      const url = new URL(framing.action);
      url.search = new URLSearchParams(new FormData(framing));
      const own = ++last;
      const answer = await fetch(url);
      const text = await answer.text();
      // An answer that comes late says nothing of what is chosen by now.
      if (!answer.ok || own !== last) return;
      const page = new DOMParser().parseFromString(text, "text/html");
      document.getElementById("embed-code").value = page.getElementById("embed-code").value;
      document.getElementById("alone").href = page.getElementById("alone").getAttribute("href");
    });
  }

  const said = document.getElementById("copied");
  const copy = async (field) => {
    field.select();
    // An address without encryption has no clipboard but this one.
    if (navigator.clipboard) await navigator.clipboard.writeText(field.value);
    else document.execCommand("copy");
    said.textContent = "";
    setTimeout(() => { said.textContent = said.dataset.said; }, 50);
  };
  for (const button of document.querySelectorAll("[data-copies]")) {
    const own = button.textContent;
    button.hidden = false;
    button.addEventListener("click", async () => {
      await copy(document.getElementById(button.dataset.copies));
      button.textContent = said.dataset.said;
      setTimeout(() => { button.textContent = own; }, 2000);
    });
  }
})();
