// How long after a save the preview shows it, beside `hugo server` and `mdbook serve`, on one folder of Markdown.
//
//   node benches/serve.mjs edits FOLDER [COPIES [ROUNDS [PROGRAM...]]]   save -> new text served; PROGRAM: docent hugo mdbook
//   node benches/serve.mjs first FOLDER [COPIES [ROUNDS]]               start -> first page answered, docent alone
//   node benches/serve.mjs pixels PROJECT PAGE [ROUNDS]                 save -> pixels changed, in headless Chromium
//   node benches/serve.mjs idle FOLDER [COPIES [SECONDS]]               processor ticks of a preview that nobody asks
//
// The site is FOLDER, COPIES times under new names. The programs take turns within a run, so that a busy machine is busy
// for all. `edits`: from before the file is written until an answer holds the new text; it is asked for without a pause.
// "window" is what docent waits until it looks at all (`source/watch.rs`: the debouncer tells a save after 10 to 15 ms);
// "told" is what docent itself says: from the end of that wait to the published build. The edited page is the one in the
// middle. Each is median and worst of ROUNDS (20). `pixels`: until the first frame after the change was painted.
// DOCENT_BIN: the program (default: target/dist/docent, from `cargo build --profile dist`). Hugo and mdbook come from PATH, or are left out with a word.

import { spawn, spawnSync } from "node:child_process";
import { appendFileSync, cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import http from "node:http";
import { loadavg, tmpdir } from "node:os";
import { basename, dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";

const HERE = dirname(fileURLToPath(import.meta.url));
const DOCENT = process.env.DOCENT_BIN ?? join(HERE, "../target/dist/docent");
const [what, folder, ...rest] = process.argv.slice(2);
const work = mkdtempSync(join(tmpdir(), "docent-bench-"));
const children = new Set();
process.on("exit", () => {
  children.forEach((child) => child.kill("SIGKILL"));
  rmSync(work, { recursive: true, force: true });
});
process.on("SIGINT", () => process.exit(1));

const sleep = (ms) => new Promise((done) => setTimeout(done, ms));
const median = (times) => times.toSorted((a, b) => a - b)[times.length >> 1];
const shown = (times) => `median ${median(times).toFixed(1).padStart(8)}  worst ${Math.max(...times).toFixed(1).padStart(8)} ms`;
const files = (root) => readdirSync(root, { recursive: true, withFileTypes: true }).filter((f) => f.isFile() && f.name.endsWith(".md")).map((f) => join(f.parentPath, f.name)).sort();

/** FOLDER, so many times. */
function copies(to, count) {
  for (let n = 0; n < count; n++) cpSync(folder, count === 1 ? to : join(to, `copy-${n}`), { recursive: true });
}

// Every page of every program has this in its template: an edit of the template is an edit of this word.
const MARK = "template-0-end";
const agent = new http.Agent({ keepAlive: true });

function get(port, path, timeout = 600_000) {
  return new Promise((done) => {
    const request = http.get({ host: "127.0.0.1", port, path, agent, timeout }, (response) => {
      const parts = [];
      response.on("data", (part) => parts.push(part)).on("end", () => done({ status: response.statusCode, text: Buffer.concat(parts).toString() })).on("error", () => done({ status: 0, text: "" }));
    });
    request.on("error", () => done({ status: 0, text: "" })).on("timeout", () => request.destroy());
  });
}

/** Asks until an answer holds `text`. */
async function until(port, path, text, limit = 600_000) {
  const end = performance.now() + limit;
  for (;;) {
    const answer = await get(port, path);
    if (answer.status === 200 && answer.text.includes(text)) return performance.now();
    if (performance.now() > end) throw new Error(`${path} never held ${text} (${answer.status})`);
    if (answer.status !== 200) await sleep(1);
  }
}

function start(program, args, cwd) {
  const child = spawn(program, args, { cwd, env: { ...process.env, NO_COLOR: "1" } });
  children.add(child);
  const said = { text: "" };
  const hear = (text) => { said.text += text; };
  child.stdout.setEncoding("utf8").on("data", hear);
  child.stderr.setEncoding("utf8").on("data", hear);
  return { child, said, stop: () => new Promise((done) => { child.on("exit", done); children.delete(child); child.kill("SIGKILL"); }) };
}

// A program that needs longer to start does not manage the size; one that needs longer for a kind of edit does fewer rounds.
const PATIENCE = +(process.env.PATIENCE ?? 180) * 1000;

/** Waits until a program has said something. */
async function heard(server, pattern) {
  for (const end = performance.now() + PATIENCE; performance.now() < end; ) {
    const found = pattern.exec(server.said.text);
    if (found) return found;
    if (server.child.exitCode !== null) throw new Error(`ended: ${server.said.text.slice(-500)}`);
    await sleep(1);
  }
  children.delete(server.child);
  server.child.kill("SIGKILL");
  throw new Error(`not started within ${PATIENCE / 1000} s`);
}

// Each: makes its project, tells the page in the middle (file and path), how to change its title, and where a new page
// and the template are.
const PROGRAMS = {
  docent: {
    has: () => existsSync(DOCENT),
    make(root, count) {
      mkdirSync(root, { recursive: true });
      copies(join(root, "content"), count);
      // Real corpora have broken links: they are told, and the site is built all the same.
      writeFileSync(join(root, "docent.yaml"), "title: Corpus\ngit_dates: false\ndiagnostics: {broken-link: warning, broken-anchor: warning, script-url: warning, link-scheme: warning}\n");
      const page = readFileSync(join(HERE, "../themes/default/templates/page.html"), "utf8");
      mkdirSync(join(root, "templates"));
      writeFileSync(join(root, "templates/page.html"), page.replace("{{ content", `<p>${MARK}</p>{{ content`));
      return { content: join(root, "content"), template: join(root, "templates/page.html") };
    },
    path: (file) => `/${file.replace(/\.md$/, ".html")}`,
    async start(root) {
      const server = start(DOCENT, ["serve", "--port", "0", "--root", root]);
      return { ...server, port: +(await heard(server, /http:\/\/127\.0\.0\.1:(\d+)/))[1] };
    },
  },
  hugo: {
    has: () => spawnSync("hugo", ["version"]).status === 0,
    make(root, count) {
      mkdirSync(join(root, "layouts/_default"), { recursive: true });
      copies(join(root, "content"), count);
      // To hugo, an index.md without an underscore makes its folder one page.
      files(join(root, "content")).filter((f) => basename(f) === "index.md").forEach((f) => renameSync(f, join(dirname(f), "_index.md")));
      writeFileSync(join(root, "hugo.toml"), 'title = "Corpus"\nbaseURL = "http://127.0.0.1/"\ndisableKinds = ["taxonomy", "term"]\nuglyURLs = true\ndisablePathToLower = true\n[markup.highlight]\nnoClasses = false\n');
      const base = `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{{ .Title }}</title></head><body><p>${MARK}</p>
<nav><ul>{{ with .CurrentSection }}{{ range first 60 .Pages }}<li><a href="{{ .RelPermalink }}">{{ .Title }}</a></li>{{ end }}{{ end }}</ul></nav>
<main><h1>{{ .Title }}</h1>{{ .TableOfContents }}{{ .Content }}</main></body></html>\n`;
      for (const name of ["single.html", "list.html"]) writeFileSync(join(root, "layouts/_default", name), base);
      return { content: join(root, "content"), template: join(root, "layouts/_default/single.html") };
    },
    path: (file) => `/${file.replace(/\.md$/, ".html")}`,
    async start(root) {
      const port = 20_000 + (process.pid % 20_000);
      const server = start("hugo", ["server", "--port", String(port), "--source", root]);
      await heard(server, /Web Server is available/);
      return { ...server, port };
    },
  },
  mdbook: {
    has: () => spawnSync("mdbook", ["--version"]).status === 0,
    make(root, count) {
      const content = join(root, "src");
      mkdirSync(join(root, "theme"), { recursive: true });
      copies(content, count);
      const all = files(content);
      // mdbook 0.5 panics on HTML that is not balanced; the others escape it or leave it out.
      all.forEach((f) => writeFileSync(f, readFileSync(f, "utf8").replaceAll("<", "&lt;")));
      writeFileSync(join(root, "book.toml"), '[book]\ntitle = "Corpus"\n[output.html.search]\nenable = false\n');
      writeFileSync(join(content, "SUMMARY.md"), `# Summary\n\n${all.map((f) => `- [${relative(content, f)}](<${relative(content, f)}>)`).join("\n")}\n`);
      spawnSync("mdbook", ["init", "--theme", "--force", "--ignore", "none", "--title", "Corpus"], { cwd: root });
      const template = join(root, "theme/index.hbs");
      writeFileSync(template, readFileSync(template, "utf8").replace("<main>", `<main><p>${MARK}</p>`));
      return { content, template, summary: join(content, "SUMMARY.md") };
    },
    path: (file) => `/${file.replace(/\.md$/, ".html")}`,
    async start(root) {
      const port = 40_000 + (process.pid % 20_000);
      const server = start("mdbook", ["serve", "--port", String(port), root]);
      await heard(server, /Serving on/);
      return { ...server, port };
    },
  },
};

/** A running program with the page that is edited. */
async function prepare(name, count) {
  const program = PROGRAMS[name];
  const root = join(work, name);
  const made = program.make(root, count);
  const started = performance.now();
  const server = await program.start(root);
  const all = files(made.content).filter((f) => !/index\.md$|SUMMARY\.md$|README\.md$/i.test(f));
  let file, path;
  // The corpora have pages that some program does not publish: the first one behind the middle that is answered.
  for (file of all.slice(all.length >> 1)) {
    path = encodeURI(program.path(relative(made.content, file)));
    if ((await get(server.port, path)).status === 200) break;
  }
  const first = performance.now() - started;
  return { name, ...made, server, file, path, first, text: readFileSync(file, "utf8"), made: [] };
}

const EDITS = {
  async body(site, round) {
    writeFileSync(site.file, `${site.text}\n\nEdited body-${round}-end of the text.\n`);
    return [site.path, `body-${round}-end`];
  },
  async title(site, round) {
    const title = `title-${round}-end`;
    const own = site.name !== "mdbook" && /^---\n[\s\S]*?^title:.*$/m.test(site.text);
    const head = site.name === "mdbook" ? `# ${title}\n\n` : `---\ntitle: ${title}\n---\n\n`;
    writeFileSync(site.file, own ? site.text.replace(/^title:.*$/m, `title: ${title}`) : head + site.text);
    return [site.path, title];
  },
  async page(site, round) {
    const name = `bench-new-${round}`;
    const file = join(dirname(site.file), `${name}.md`);
    const head = site.name === "mdbook" ? "# New\n\n" : "---\ntitle: New\n---\n\n";
    writeFileSync(file, `${head}Text new-${round}-end.\n`);
    if (site.summary) appendFileSync(site.summary, `- [new](<${relative(site.content, file)}>)\n`);
    return [site.path.replace(/[^/]+$/, `${name}.html`), `new-${round}-end`];
  },
  async template(site, round) {
    writeFileSync(site.template, readFileSync(site.template, "utf8").replace(/template-\d+-end/, `template-${round + 1}-end`));
    return [site.path, `template-${round + 1}-end`];
  },
};

async function edits([count = "1", rounds = "20", ...named]) {
  const names = (named.length ? named : Object.keys(PROGRAMS)).filter((name) => PROGRAMS[name].has() || console.log(`${name}: not installed`));
  const sites = [];
  for (const name of names) {
    const site = await prepare(name, +count).catch((error) => console.log(`${name}: ${error.message}`));
    if (!site) continue;
    console.log(`${name.padEnd(7)} first page after ${(site.first / 1000).toFixed(2)} s (${site.path})`);
    sites.push(site);
  }
  console.log(`${files(join(work, names[0], names[0] === "mdbook" ? "src" : "content")).length} pages, ${rounds} rounds, load ${loadavg()[0].toFixed(1)}`);
  for (const [kind, edit] of Object.entries(EDITS)) {
    const times = new Map(sites.map((site) => [site, []]));
    for (let round = 0; round < +rounds; round++) {
      for (const site of sites) {
        const sum = times.get(site).reduce((a, b) => a + b, 0);
        if (sum > PATIENCE / 3) continue;
        const begun = performance.now();
        const [path, text] = await edit(site, round);
        times.get(site).push((await until(site.server.port, path, text)) - begun);
        // An author looks at what was saved; what is still being rendered is rendered.
        await sleep(300);
      }
    }
    for (const [site, all] of times) console.log(`${kind.padEnd(9)} ${site.name.padEnd(7)} ${shown(all)}${all.length < +rounds ? `  (${all.length} rounds)` : ""}${site.name === "docent" ? told(site, all.length) : ""}`);
  }
  console.log(`load ${loadavg()[0].toFixed(1)}`);
  for (const site of sites) await site.server.stop();
}

/** What docent says of its last builds: from a snapshot that differs to the build that is served. */
function told(site, rounds) {
  const lines = [...site.server.said.text.matchAll(/ built in ([\d.]+) (m?s)/g)].slice(-rounds);
  const times = lines.map(([, number, unit]) => +number * (unit === "s" ? 1000 : 1));
  return times.length ? `   told: ${shown(times)}` : "";
}

async function first([count = "1", rounds = "5"]) {
  const { content } = PROGRAMS.docent.make(join(work, "docent"), +count);
  const all = files(content).filter((f) => !/index\.md$/.test(f));
  spawnSync("sh", ["-c", `find ${content} -name '*.md' -exec cat {} + > /dev/null`]);
  const path = encodeURI(PROGRAMS.docent.path(relative(content, all[all.length >> 1])));
  const [listening, answered, built] = [[], [], []];
  for (let round = 0; round < +rounds; round++) {
    const begun = performance.now();
    const server = await PROGRAMS.docent.start(join(work, "docent"));
    listening.push(performance.now() - begun);
    await until(server.port, path, "</html>");
    answered.push(performance.now() - begun);
    await heard(server, / built in ([\d.]+) (m?s)/);
    built.push(told({ server }, 1));
    await server.stop();
  }
  console.log(`${all.length} pages, load ${loadavg()[0].toFixed(1)}\nlistens  ${shown(listening)}\nanswers  ${shown(answered)}\nlast${built.at(-1)}`);
}

async function pixels([page, rounds = "20"]) {
  const { launch } = await import("../tests/browser/lib/chromium.mjs");
  const root = join(work, "project");
  for (const name of ["content", "templates", "docent.yaml"]) if (existsSync(join(folder, name))) cpSync(join(folder, name), join(root, name), { recursive: true });
  const server = await PROGRAMS.docent.start(root);
  const browser = await launch();
  const tab = await browser.newPage({ viewport: { width: 1200, height: 800 } });
  const file = join(root, page);
  const text = readFileSync(file, "utf8");
  await tab.goto(`http://127.0.0.1:${server.port}${PROGRAMS.docent.path(`/${relative("content", page)}`).replace(/^\/+/, "/")}`);
  await tab.waitForFunction(() => document.querySelector("#docent-state")?.textContent.startsWith("Preview"));
  // A frame is painted between the callback before it and the first task behind it.
  await tab.evaluate(() => {
    const now = () => performance.timeOrigin + performance.now();
    window.painted = (text) => new Promise((done) => {
      const look = () => {
        if (!document.querySelector("main").textContent.includes(text)) return;
        watch.disconnect();
        const changed = now();
        requestAnimationFrame(() => {
          const channel = new MessageChannel();
          channel.port1.onmessage = () => done({ changed, painted: now() });
          channel.port2.postMessage(0);
        });
      };
      const watch = new MutationObserver(look);
      watch.observe(document.querySelector("main"), { childList: true, subtree: true, characterData: true });
      look();
    });
  });
  const [changed, painted] = [[], []];
  for (let round = 0; round < +rounds; round++) {
    const waiting = tab.evaluate((text) => window.painted(text), `pixel-${round}-end`);
    await tab.evaluate(() => 0);
    const begun = performance.timeOrigin + performance.now();
    writeFileSync(file, text.replace(/^(---\n[\s\S]*?\n---\n|)/, `$1\nEdited pixel-${round}-end.\n`));
    const times = await waiting;
    changed.push(times.changed - begun);
    painted.push(times.painted - begun);
    await sleep(200);
  }
  console.log(`${page}, load ${loadavg()[0].toFixed(1)}\nDOM changed     ${shown(changed)}\npixels changed  ${shown(painted)}`);
  await browser.close();
  await server.stop();
}

async function idle([count = "1", seconds = "60"]) {
  PROGRAMS.docent.make(join(work, "docent"), +count);
  const server = await PROGRAMS.docent.start(join(work, "docent"));
  const ticks = () => readFileSync(`/proc/${server.child.pid}/stat`, "utf8").split(") ")[1].split(" ").slice(11, 13).reduce((a, b) => +a + +b);
  // Until what is behind the first build has been done.
  for (let before = -1; ticks() !== before; ) { before = ticks(); await sleep(5000); }
  const before = ticks();
  await sleep(+seconds * 1000);
  console.log(`${ticks() - before} ticks (of ${100 * +seconds}) in ${seconds} s`);
  await server.stop();
}

const run = { edits, first, pixels, idle }[what];
if (!run || !folder) throw new Error("usage: node benches/serve.mjs edits|first|pixels|idle FOLDER ..., see the head of the file");
await run(rest);
process.exit(0);
