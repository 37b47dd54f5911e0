// Runs before the first paint, as a file of its own so that no inline script has to be allowed.
(() => {
  let chosen = "system";
  try {
    chosen = localStorage.getItem("callbook-theme") ?? "system";
  } catch {
    // Storage may be forbidden; the system's theme is used then.
  }
  const dark =
    chosen === "dark" || (chosen !== "light" && matchMedia("(prefers-color-scheme: dark)").matches);
  document.documentElement.dataset.theme = dark ? "dark" : "light";
})();
