// Runs before the first paint (blocking, in the head), so it stays tiny:
// says that script works, and applies the colours the reader chose.
(function () {
  var root = document.documentElement;
  root.classList.add("js");
  try {
    var theme = localStorage.getItem("docent:theme");
    if (theme === "light" || theme === "dark") root.dataset.theme = theme;
  } catch (e) {
    // Storage is closed (private window, file:// in some browsers): the system decides.
  }
})();
