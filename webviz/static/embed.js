// Tells the page around an embed how tall the picture is, so that its frame can follow.
// The message goes to that page only: {planweave: "height", height: <pixels>}.
"use strict";
(() => {
  if (window.parent === window) return;
  // Of the page around it is told in two ways, by browser; what is kept secret or has no origin gets "*":
  // it is among those that --embed-from names, else there would be no frame, and a height is no secret.
  const origin = () => {
    const named = location.ancestorOrigins?.[0] ?? (document.referrer && new URL(document.referrer).origin);
    return named && named !== "null" && named !== location.origin ? named : "*";
  };
  let told = 0;
  const tell = () => {
    const height = Math.ceil(document.documentElement.getBoundingClientRect().height);
    if (height === told) return;
    told = height;
    window.parent.postMessage({ planweave: "height", height }, origin());
  };
  new ResizeObserver(tell).observe(document.documentElement);
  tell();
})();
