// Pictures that are enlarged, players, cards of other sites: with a script, without one, by keyboard.

import assert from "node:assert/strict";
import { test } from "node:test";
import * as audit from "./lib/audit.mjs";
import { launch } from "./lib/chromium.mjs";
import { project } from "./lib/progress.mjs";

const browser = await launch();
const picture = await drawn(1600, 900);
const page = `# Media

![A bay](bay.png "Seen from the hill")

[![In a link](bay.png)](b.md) ![](bay.png)

![Our talk](talk.mp4)

https://www.youtube.com/watch?v=dQw4w9WgXcQ

![A board](https://miro.com/app/board/uXjVK=/)

Write to anna@example.com or call +7 495 123-45-67.

:::tree
- content
  - index.md
- docent.yaml
:::
`;
const site = await project({
  "docent.yaml": "title: Media\nembeds: [youtube]\n",
  "content/index.md": page,
  "content/b.md": "# B\n",
  "content/bay.png": picture,
  "content/talk.mp4": "\0\0\0\x18ftypmp42",
  "content/talk.vtt": "WEBVTT\n",
});
const VIEWS = [{ width: 1440, height: 900 }, { width: 320, height: 640 }];

async function drawn(width, height) {
  const page = await browser.newPage();
  const data = await page.evaluate(([width, height]) => {
    const canvas = Object.assign(document.createElement("canvas"), { width, height });
    canvas.getContext("2d").fillRect(9, 9, width / 2, height / 2);
    return canvas.toDataURL("image/png").split(",")[1];
  }, [width, height]);
  await page.close();
  return Buffer.from(data, "base64");
}

async function open(viewport, options = {}) {
  const page = await browser.newPage({ viewport, ...options });
  page.heard = audit.listen(page, site.origin);
  await page.goto(`${site.origin}/index.html`);
  return page;
}
// The server of these tests has the strict policy of a site without films.
const unexpected = (page) => page.heard.filter((said) => !said.includes("talk.mp4"));

test("a picture is enlarged over the page, and the focus comes back", async () => {
  for (const viewport of VIEWS) {
    const page = await open(viewport);
    const link = page.locator("a.zoom");
    assert.equal(await link.count(), 1, "not inside a link, and not without words");
    await link.focus();
    await page.keyboard.press("Enter");
    const dialog = page.getByRole("dialog", { name: "A bay" });
    await dialog.waitFor();
    assert.equal(await dialog.locator("p").textContent(), "Seen from the hill");
    assert.deepEqual(await audit.inBothSchemes(page), []);
    await page.keyboard.press("Escape");
    await dialog.waitFor({ state: "detached" });
    assert.equal(await page.evaluate(() => document.activeElement.className), "zoom");
    await link.click();
    await dialog.locator("img").click();
    await dialog.waitFor({ state: "detached" });
    assert.deepEqual(unexpected(page), []);
  }
});

test("a page of another site is asked for when somebody wants it", async () => {
  const page = await open(VIEWS[0]);
  await page.route("https://**", (route) => route.fulfill({ contentType: "text/html", body: "<title>Player</title>" }));
  assert.deepEqual(unexpected(page), []);
  assert.equal(await page.locator(".offer").count(), 2);
  assert.equal(await page.locator(".offer button").count(), 1, "only where the site allows the host");
  await page.getByRole("button", { name: "Show here: YouTube" }).click();
  assert.equal(await page.locator("iframe").getAttribute("src"), "https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ");
});

test("nothing needs the script", async () => {
  const page = await open(VIEWS[0], { javaScriptEnabled: false });
  assert.equal(await page.locator("a.zoom").getAttribute("href"), "bay.png");
  assert.equal(await page.locator(".offer a").first().getAttribute("href"), "https://www.youtube.com/watch?v=dQw4w9WgXcQ");
  assert.equal(await page.locator("video[controls] track[kind=captions]").count(), 1);
});

test("the page has no faults in any colours and at any width, and nothing moves", async () => {
  for (const viewport of VIEWS) {
    const page = await open(viewport);
    assert.deepEqual([...await audit.inBothSchemes(page), ...await audit.overflow(page)], []);
    for (const contact of await page.locator(".contact").all()) {
      assert.equal(await contact.evaluate((el) => el.getClientRects().length), 1, "in one line");
    }
  }
});
