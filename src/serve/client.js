// The preview's client, first version: listens, fetches the page anew, changes what differs, shows what is wrong.
// See src/serve/protocol.rs. No innerHTML, no inline style: it lives under the published site's policy.
(function () {
  "use strict";
  var script = document.currentScript;
  var token = script.dataset.token, page = script.dataset.page, hash = script.dataset.hash;

  var style = document.createElement("link");
  style.rel = "stylesheet";
  style.href = "/__docent/client.css";
  document.head.append(style);

  function connect() {
    var query = new URLSearchParams({ token: token, page: page, hash: hash });
    var events = new EventSource("/__docent/events?" + query);
    events.onmessage = function (message) { hear(JSON.parse(message.data)); };
    events.onerror = function () {
      // The hash has changed since: connect again with the present one.
      events.close();
      setTimeout(connect, 1000);
    };
  }

  function hear(event) {
    if (event.kind === "error" || event.kind === "ok") return show(event.errors || []);
    if (event.kind === "reload") return location.reload();
    hash = event.hash;
    fetch(location.href).then(function (answer) { return answer.text(); }).then(change);
  }

  function change(html) {
    var fresh = new DOMParser().parseFromString(html, "text/html");
    document.title = fresh.title;
    var old = document.querySelector("main"), next = fresh.querySelector("main");
    if (!old || !next) return location.reload();
    old.replaceWith(document.adoptNode(next));
    fresh.querySelectorAll('link[rel="stylesheet"]').forEach(function (link, at) {
      var own = document.querySelectorAll('link[rel="stylesheet"]')[at];
      if (own && own.getAttribute("href") !== link.getAttribute("href")) own.setAttribute("href", link.getAttribute("href"));
    });
  }

  function show(errors) {
    var panel = document.getElementById("docent-preview");
    if (panel) panel.remove();
    if (!errors.length) return;
    panel = document.createElement("div");
    panel.id = "docent-preview";
    panel.setAttribute("role", "alert");
    errors.forEach(function (error) {
      var place = document.createElement("p");
      place.textContent = error.file + (error.line ? ":" + error.line + ":" + error.column : "") + ": " + error.message;
      var lines = document.createElement("pre");
      lines.textContent = error.lines.map(function (line) { return line[0] + " | " + line[1]; }).join("\n");
      var hint = document.createElement("p");
      hint.textContent = error.hint || "";
      panel.append(place, lines, hint);
    });
    document.body.append(panel);
  }

  connect();
})();
