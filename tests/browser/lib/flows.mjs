// What a flow walks through: a page of one engine at a site of its own, at a desk or on a phone.
//
// In: an engine that runs, the folders of built sites. Out: `walk`, which runs one flow and takes down what it put up.
// Each flow has a server of its own: another port is another origin, so no engine brings anything along from the flow before.

import assert from "node:assert/strict";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { overflow, squeezed } from "./audit.mjs";
import { CSP, serve } from "./server.mjs";

const DESK = { width: 1440, height: 900, phone: false };
const PHONE = { width: 390, height: 844, phone: true };

// Served as the first script of each page: what goes wrong in it, in any engine.
const WATCH = `window.heard = [];
addEventListener("error", (event) => heard.push("error: " + (event.message || event.target.src || event.target.href)), true);
addEventListener("unhandledrejection", (event) => heard.push("rejected: " + event.reason));
document.addEventListener("securitypolicyviolation", (event) => heard.push("refused: " + event.violatedDirective + " " + event.blockedURI));
`;

/** Runs one flow in one engine. */
export async function walk(engine, sites, flow) {
  const world = new World(engine, sites);
  try {
    await flow(world);
    if (world.page) assert.deepEqual(await faults(world.page), []);
  } finally {
    await world.end();
  }
}

/** What is wrong with the open page, in whatever state it is. */
export async function faults(page) {
  return [...await page.evaluate(() => window.heard ?? []), ...await overflow(page), ...await squeezed(page)];
}

class World {
  constructor(engine, sites) {
    Object.assign(this, { engine, sites, page: null, origins: {}, ends: [] });
  }

  desk(site, path, options) { return this.open(DESK, site, path, options); }
  phone(site, path, options) { return this.open(PHONE, site, path, options); }

  /** A page of a served site. `script: false`: the server forbids all script. */
  async open(window, site, path, { script = true } = {}) {
    const origin = await this.origin(site, script);
    return this.show(window, `${origin}/${path}`);
  }
  /** A page of a site that is opened from its folder. */
  disk(site, path) {
    return this.show(DESK, pathToFileURL(join(this.sites[site], path)).href);
  }
  async show(window, url) {
    await this.page?.close();
    this.page = await this.engine.open(window);
    await this.page.goto(url);
    return this.page;
  }

  async origin(site, script = true) {
    const key = `${site} ${script}`;
    if (!this.origins[key]) {
      const policy = script ? {} : { csp: CSP.replace(/script-src [^;]*/, "script-src 'none'") };
      const server = await serve(this.sites[site], { ...policy, first: script ? WATCH : null });
      this.ends.push(server.close);
      this.origins[key] = server.origin;
    }
    return this.origins[key];
  }

  /** What is to be taken down when the flow ends. */
  after(act) { this.ends.push(act); }
  async end() {
    await this.page?.close();
    for (const act of this.ends) await act();
  }
}
