// @ts-check
// Runs before the first paint (blocking, in the head), so it stays tiny, and imports nothing: says that script works,
// applies the colours the reader chose, keeps room for what progress.js will show, and says whether anything is kept.
(() => {
  const root = document.documentElement;
  root.classList.add("js");
  try {
    const theme = localStorage.getItem("docent:theme");
    if (theme === "light" || theme === "dark") root.dataset.theme = theme;
    // As high as "where you stopped" was the last time: else the front page would move when it arrives.
    const { site } = /** @type {HTMLScriptElement} */ (document.currentScript).dataset;
    const kept = ["path", "checklist"].map((kind) => `docent:${site}:${kind}:`);
    if (Object.keys(localStorage).some((key) => kept.some((start) => key.startsWith(start)))) root.classList.add("keeps");
    const room = Number(localStorage.getItem(`docent:${site}:resume`));
    if (room > 0 && room < 4000) {
      root.classList.add("resumes");
      root.style.setProperty("--resume", `${room}px`);
    }
  } catch {
    // Storage is closed (private window, file:// in some browsers): the system decides.
  }
})();
