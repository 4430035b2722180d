// The live preview: an edit is shown in place, and so is a mistake.

import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { project } from "../lib/flow-sites.mjs";
import { serve } from "../lib/preview.mjs";

const text = (said) => `# Long\n\n${"A line before. ".repeat(60)}\n\n${said}\n\n> [!note]- Folded\n> Inside.\n\n- [ ] task {#task}\n\n\`\`\`sh\n${said}\n\`\`\`\n\n${"A line behind. ".repeat(900)}\n`;
const shows = (page, said) => page.wait((said) => document.querySelector("main").textContent.replace(/\s/g, " ").includes(said), said, said);
const connected = (page) => page.wait(() => document.querySelector("#docent-state")?.textContent.startsWith("Preview") && !document.querySelector("#docent-state.lost"), null, "the preview");

async function preview(world) {
  const root = project({ "docent.yaml": "title: Preview\ngit_dates: false\ndiagnostics: {orphan: ignore}\n", "content/index.md": "# Front\n", "content/long.md": text("Said first.") });
  const server = await serve(root);
  world.after(server.stop);
  const page = await world.show({ width: 1000, height: 600, phone: false }, `${server.url}long.html`);
  await connected(page);
  return { page, edit: (said) => writeFileSync(join(root, "content/long.md"), said) };
}

export default {
  "preview: edits come in place; folds, ticks, scroll and focus stay": async (world) => {
    const { page, edit } = await preview(world);
    await page.click("summary.callout-title");
    await page.click(".task input.box");
    await page.evaluate(() => { window.marker = 1; document.querySelector(".callout").scrollIntoView({ block: "center" }); });
    const where = () => page.evaluate(() => document.querySelector(".prose > p:nth-of-type(2)").getBoundingClientRect().top);
    const was = await where();
    for (const said of ["Said again.", "Said a third time.", "Said with <b>much</b> more words than before, which are all of one line."]) {
      edit(text(said));
      await shows(page, said.slice(0, 9));
      await page.wait((code) => document.querySelector(".code code").textContent.includes(code), said);
      const now = await page.evaluate(() => ({ marker: window.marker, open: document.querySelector("details.callout").open,
        ticked: document.querySelector(".task input.box").checked, copy: document.querySelectorAll(".code .copy").length }));
      assert.deepEqual(now, { marker: 1, open: true, ticked: true, copy: 1 });
      assert.ok(Math.abs(await where() - was) < 2, `the text moved by ${await where() - was} px`);
    }
  },

  "preview: a change out of sight is scrolled to": async (world) => {
    const { page, edit } = await preview(world);
    edit(`${text("Said first.")}\nThe very last paragraph.\n`);
    await shows(page, "The very last paragraph.");
    await page.wait(() => scrollY > 1000);
  },

  "preview: a mistake is shown above the last good page, and goes": async (world) => {
    const { page, edit } = await preview(world);
    edit(text("Said [badly](missing.md)."));
    await page.sees("#docent-preview .docent-message");
    assert.match(await page.evaluate(() => document.title), /^✗ /);
    await page.press("Escape");
    await page.misses("#docent-preview");
    edit(text("Said well."));
    await shows(page, "Said well.");
    assert.doesNotMatch(await page.evaluate(() => document.title), /^✗ /);
    await page.click("#docent-state");
    await page.sees("#docent-drawer h2", "Long");
    await page.press("Escape");
    await page.misses("#docent-drawer");
  },
};
