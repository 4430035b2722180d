// A page of any engine, as the flows drive it.
//
// In: a driver of the engine, which knows only places and keys: `goto`, `evaluate`, `press`, `pointer`, `size`, `shot`,
// `close`. Out: what a reader does (click, tap, hover, type) with what a reader sees, and waits for states.
// That an element can be hit is decided here, once, so that all engines mean the same by it: it is shown, it stands still,
// and nothing lies above it.

import { PATIENCE } from "../chromium.mjs";

const BETWEEN = 15; // milliseconds from one look to the next

export class Page {
  constructor(driver) {
    this.driver = driver;
  }

  goto(url) { return this.driver.goto(url); }
  shot(path) { return this.driver.shot(path); }
  size(width, height) { return this.driver.size(width, height); }
  close() { return this.driver.close(); }
  /** Calls `act` in the page; what goes in and comes out is JSON. */
  evaluate(act, arg = null) { return this.driver.evaluate(act, arg); }

  /** Loads the page anew, and waits until it is another one. */
  async reload() {
    await this.evaluate(() => { window.beforeReload = true; location.reload(); });
    await this.wait(() => !window.beforeReload && document.readyState === "complete", null, "the page to load anew");
  }

  /** Waits until `question` is answered by something, and answers with it. */
  async wait(question, arg = null, what = String(question)) {
    const end = Date.now() + PATIENCE;
    // An element is an answer, but none that every engine can send.
    const asked = `(arg) => { const answer = (${question})(arg); return answer instanceof Node || answer; }`;
    let trouble = null;
    while (Date.now() < end) {
      try {
        const answer = await this.evaluate(asked, arg);
        if (answer) return answer;
        trouble = null;
      } catch (error) {
        trouble = error; // between two pages there is nobody to ask
      }
      await new Promise((done) => { setTimeout(done, BETWEEN); });
    }
    const shown = await this.evaluate(state).catch(() => "no page");
    throw new Error(`waited for ${what}${trouble ? ` (${trouble.message})` : ""}\nthe page: ${JSON.stringify(shown)}`);
  }

  /** Waits until the page's address ends with `ending` and the page is there. */
  arrives(ending) {
    return this.wait((ending) => (location.pathname + location.hash).endsWith(ending) && document.readyState === "complete",
      ending, `an address that ends with ${ending}`);
  }

  /** Waits until an element is shown; `text`: it holds that. */
  sees(selector, text = "") {
    return this.wait(shown, { selector, text }, `${selector} ${text}`);
  }
  /** Waits until no such element is shown. */
  misses(selector, text = "") {
    return this.wait(`(arg) => !(${shown})(arg)`, { selector, text }, `no ${selector} ${text}`);
  }

  async click(selector, text) { return this.driver.pointer("click", await this.place(selector, text)); }
  async tap(selector, text) { return this.driver.pointer("tap", await this.place(selector, text)); }
  async hover(selector, text) { return this.driver.pointer("move", await this.place(selector, text)); }
  /** Clicks at a place of the window. */
  clickAt(x, y) { return this.driver.pointer("click", { x, y }); }
  moveTo(x, y) { return this.driver.pointer("move", { x, y }); }

  /** Types into what has the focus. */
  async type(text) {
    for (const character of text) await this.driver.press([character]);
  }
  /** Presses a key, or keys at once: `Enter`, `Control+k`. */
  press(keys) { return this.driver.press(keys.split("+")); }
  /** Puts `text` in place of what a field holds, by hand. */
  async fill(selector, text) {
    await this.click(selector);
    await this.press("Control+a");
    await this.press("Delete");
    await this.type(text);
  }

  /** The middle of an element that can be hit, in pixels of the window. */
  async place(selector, text = "") {
    let before = "";
    const still = async () => {
      const now = await this.evaluate(reach, { selector, text });
      const same = now && JSON.stringify(now) === before;
      before = JSON.stringify(now);
      return same ? now : null;
    };
    const end = Date.now() + PATIENCE;
    while (Date.now() < end) {
      const place = await still().catch(() => null);
      if (place) return place;
      await new Promise((done) => { setTimeout(done, BETWEEN); });
    }
    throw new Error(`nothing to hit: ${selector} ${text}: ${before}\nthe page: ${JSON.stringify(await this.evaluate(state))}`);
  }
}

/** Whether an element is shown: it has a box of some size, which no ancestor hides. */
function shown({ selector, text }) {
  return [...document.querySelectorAll(selector)].some((el) => {
    const { width, height } = el.getBoundingClientRect();
    return width > 0 && height > 0 && el.checkVisibility({ visibilityProperty: true }) && el.textContent.includes(text);
  });
}

/** Where a pointer hits the element; null if it is not shown, or something lies above it. */
function reach({ selector, text }) {
  const seen = (el) => el.checkVisibility({ visibilityProperty: true }) && el.getClientRects().length > 0;
  const el = [...document.querySelectorAll(selector)].find((el) => seen(el) && el.textContent.includes(text));
  if (!el) return null;
  const middle = () => {
    const { left, top, width, height } = el.getClientRects()[0];
    return width > 0 && height > 0 ? { x: Math.round(left + width / 2), y: Math.round(top + height / 2) } : null;
  };
  const hit = (at) => { const top = at && document.elementFromPoint(at.x, at.y); return top && (el.contains(top) || top.control === el); };
  if (!hit(middle())) el.scrollIntoView({ block: "center", inline: "nearest", behavior: "instant" });
  return hit(middle()) ? middle() : null;
}

/** What a failure tells of the page. */
function state() {
  const dialog = document.querySelector("dialog[open]");
  return { at: location.href, title: document.title, ready: document.readyState, focus: document.activeElement?.outerHTML.slice(0, 120),
    dialog: dialog && { ...dialog.dataset, text: dialog.innerText.slice(0, 300) } };
}
