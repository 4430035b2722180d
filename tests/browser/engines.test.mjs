// The key flows in every engine that readers have: Chromium, Firefox, WebKit.
//
// In: flows (`flows/*.mjs`: each exports them by name), engines that are on this machine (`lib/engines.mjs`).
// Out: one test for each flow in each engine. The engines run beside each other; in one of them the flows follow each other.
// FLOW names a part of a flow's name, ENGINE an engine, to run those alone.

import { readdirSync } from "node:fs";
import { after, before, describe, test } from "node:test";
import { engines } from "./lib/engines.mjs";
import { sites } from "./lib/flow-sites.mjs";
import { walk } from "./lib/flows.mjs";

const folder = new URL("flows/", import.meta.url);
const modules = await Promise.all(readdirSync(folder).filter((name) => name.endsWith(".mjs")).sort().map((name) => import(new URL(name, folder))));
const flows = modules.flatMap((module) => Object.entries(module.default)).filter(([name]) => name.includes(process.env.FLOW ?? ""));
const found = Object.entries(engines()).filter(([name]) => name === (process.env.ENGINE ?? name));
const built = sites();

describe("engines", { concurrency: found.length }, () => {
  for (const [name, start] of found) {
    describe(name, { concurrency: 1 }, () => {
      let engine;
      before(async () => { engine = await start(); });
      after(() => engine?.close());
      for (const [flow, act] of flows) test(`${name}: ${flow}`, () => walk(engine, built, act));
    });
  }
});
