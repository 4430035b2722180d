// Lighthouse on three pages, as on a phone. By hand: it is large, and its performance is a figure of the machine.
//
// In: the handbook, built and served. Out: a line a page; fails if accessibility, best practices or SEO is under 100.

import lighthouse from "lighthouse";
import { findChromium, start } from "./lib/chromium.mjs";
import { buildHandbook } from "./lib/docent.mjs";
import { serve } from "./lib/server.mjs";

const PAGES = ["en/index.html", "en/roles/account-manager.html", "en/comparisons/b2b-vs-b2c.html"];
const ASSERTED = ["accessibility", "best-practices", "seo"];
const PORT = 9377;

const server = await serve(buildHandbook());
const browser = await start([`--remote-debugging-port=${PORT}`]);
console.log(findChromium());
for (const path of PAGES) report(path, await lighthouse(`${server.origin}/${path}`, { port: PORT, logLevel: "error" }));
await browser.close();
await server.close();

function report(path, { lhr }) {
  const scores = Object.entries(lhr.categories).map(([name, { score }]) => [name, Math.round(score * 100)]);
  console.log(path, scores.map(([name, score]) => `${name} ${score}`).join(", "));
  const missed = Object.values(lhr.audits).filter(({ score }) => score !== null && score < 0.9).map(({ id }) => id);
  if (missed.length > 0) console.log(`  below 90: ${missed.join(", ")}`);
  if (scores.some(([name, score]) => ASSERTED.includes(name) && score < 100)) process.exitCode = 1;
}
