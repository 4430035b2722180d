// Views of the site's data: sorting, filtering, "only what differs". Loaded only on pages that have views, which are
// complete without it. Its words are attributes of its own script element, in the page's language.
(function () {
  "use strict";

  var words = document.currentScript ? document.currentScript.dataset : {};
  var lang = document.documentElement.lang;
  var order = new Intl.Collator(lang, { numeric: true, sensitivity: "base" });
  // Fewer rows are seen at a glance.
  var FILTERED_FROM = 8;

  function each(list, act) { Array.prototype.forEach.call(list, act); }

  function make(name, attributes, text) {
    var element = document.createElement(name);
    Object.keys(attributes).forEach(function (key) { element.setAttribute(key, attributes[key]); });
    if (text) element.textContent = text;
    return element;
  }

  // --- Sorting: a button in the head of each column ------------------------------
  function value(row, column) {
    var cell = row.cells[column];
    return cell ? cell.dataset.sort || cell.textContent.trim() : "";
  }

  // Empty cells come last, whichever way the others go; rows that are equal stay as they were.
  function compare(a, b, down) {
    if (!a || !b) return (a ? 0 : 1) - (b ? 0 : 1);
    return down ? order.compare(b, a) : order.compare(a, b);
  }

  function sort(table, column, down) {
    each(table.tBodies, function (body) {
      var rows = Array.prototype.filter.call(body.rows, function (row) { return !row.matches(".group"); });
      rows.sort(function (a, b) { return compare(value(a, column), value(b, column), down); });
      rows.forEach(function (row) { body.append(row); });
    });
  }

  function head(table, cell, column) {
    var name = cell.textContent.trim();
    var button = make("button", { type: "button", "class": "sort" });
    if (cell.querySelector("a")) {
      button.setAttribute("aria-label", words.sort.replace("{name}", name));
      cell.append(button);
    } else {
      button.append.apply(button, Array.prototype.slice.call(cell.childNodes));
      cell.append(button);
    }
    button.addEventListener("click", function () {
      var down = cell.getAttribute("aria-sort") === "ascending";
      each(table.tHead.rows[0].cells, function (other) { other.removeAttribute("aria-sort"); });
      cell.setAttribute("aria-sort", down ? "descending" : "ascending");
      sort(table, column, down);
    });
  }

  // --- Filtering: rows that hold all the words -----------------------------------
  // ё is typed as е, and case does not matter.
  function fold(text) { return text.toLocaleLowerCase(lang).replace(/ё/g, "е"); }

  function filter(view, tools, rows) {
    var label = make("label", {}, words.filter);
    var field = make("input", { type: "search", autocomplete: "off" });
    var status = make("span", { role: "status" });
    label.append(field);
    tools.append(label, status);
    field.addEventListener("input", function () {
      var wanted = fold(field.value).split(/\s+/).filter(Boolean);
      var shown = 0;
      rows.forEach(function (row) {
        var text = fold(row.textContent);
        row.hidden = !wanted.every(function (word) { return text.includes(word); });
        if (!row.hidden) shown += 1;
      });
      headings(view);
      status.textContent = wanted.length ? words.shown.replace("{n}", shown).replace("{total}", rows.length) : "";
    });
  }

  // A group without rows needs no heading.
  function headings(view) {
    each(view.querySelectorAll("tr.group"), function (row) {
      row.hidden = !row.parentNode.querySelector("tr:not(.group):not([hidden])");
    });
    each(view.querySelectorAll(".view-group"), function (title) {
      var list = title.nextElementSibling;
      title.hidden = Boolean(list) && !list.querySelector("li:not([hidden])");
    });
  }

  // --- Comparing ---------------------------------------------------------------------
  function differs(view, tools, same) {
    var button = make("button", { type: "button", "aria-pressed": "false" }, words.differs);
    tools.append(button);
    button.addEventListener("click", function () {
      var only = button.getAttribute("aria-pressed") === "false";
      button.setAttribute("aria-pressed", String(only));
      each(same, function (row) { row.hidden = only; });
      headings(view);
    });
  }

  each(document.querySelectorAll(".view"), function (view) {
    var tools = make("div", { "class": "view-tools" });
    var rows = Array.prototype.slice.call(
      view.querySelectorAll("tbody tr:not(.group), .view-list > li, .cards > li"));
    var same = view.querySelectorAll("tr[data-same]");
    if (view.querySelector(".compare")) {
      if (same.length && same.length < rows.length) differs(view, tools, same);
    } else if (rows.length >= FILTERED_FROM) {
      filter(view, tools, rows);
    }
    if (tools.firstChild) view.prepend(tools);
    each(view.querySelectorAll(".rows table, .matrix table"), function (table) {
      if (rows.length > 1) each(table.tHead.rows[0].cells, function (cell, column) { head(table, cell, column); });
    });
  });
})();
