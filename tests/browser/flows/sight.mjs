// Pages of each kind, at a desk and on a phone: nothing reaches beyond the window's side, and no box that holds something
// has no size. (`walk` asks the same of the page that each flow ends on.)

import assert from "node:assert/strict";
import { faults } from "../lib/flows.mjs";

const KINDS = {
  handbook: ["en/index", "ru/roles/index", "en/roles/account-manager", "ru/comparisons/b2b-vs-b2c", "en/checklists/project-failure-prevention",
    "ru/guides/beginner-tips", "en/paths/first-week", "ru/glossary/index", "en/glossary/brief", "ru/skills/skill-map", "en/search", "ru/tags/index",
    "en/my-progress"],
  small: ["views", "blocks"],
};

const each = (window) => async (world) => {
  const found = [];
  for (const [site, paths] of Object.entries(KINDS)) {
    const page = await world[window](site, `${paths[0]}.html`);
    for (const path of paths) {
      await page.goto(`${await world.origin(site)}/${path}.html`);
      found.push(...(await faults(page)).map((fault) => `${path}: ${fault}`));
    }
  }
  assert.deepEqual(found, []);
};

export default {
  "pages of each kind at a desk: nothing reaches out, nothing is squeezed to nothing": each("desk"),
  "pages of each kind on a phone: nothing reaches out, nothing is squeezed to nothing": each("phone"),
};
