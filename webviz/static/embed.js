// Tells the page around an embed how tall the picture is, so that its frame can follow.
"use strict";
(() => {
  if (window.parent === window) return;
  const tell = () => {
    const height = document.documentElement.scrollHeight;
    window.parent.postMessage({ planweave: { height, path: location.pathname } }, "*");
  };
  new ResizeObserver(tell).observe(document.body);
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[href]");
    if (link && !link.getAttribute("href").includes("/embed/") && link.getAttribute("role") !== "button") {
      link.target = "_blank";
      link.rel = "noopener";
    }
  });
})();
