// Builds sites with the docent binary, each into a folder of its own below the system's temporary folder.
//
// In: DOCENT_BIN, else target/release, else target/debug. Out: the folder of a built site, and what docent said.

import { spawnSync } from "node:child_process";
import { appendFileSync, cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { fail } from "./fail.mjs";

/** The checkout. */
export const PROJECT = fileURLToPath(new URL("../../../", import.meta.url));

/** The path of the docent binary. */
export function findDocent() {
  const named = process.env.DOCENT_BIN;
  if (named) return existsSync(named) ? named : fail(`DOCENT_BIN=${named}: the file does not exist`);
  const built = ["release", "debug"].map((kind) => join(PROJECT, "target", kind, "docent"));
  return built.find((path) => existsSync(path)) ?? fail("no docent binary: run `cargo build`, or set DOCENT_BIN");
}

/** An empty folder that goes when the process ends. */
export function scratch() {
  const folder = mkdtempSync(join(tmpdir(), "docent-browser-"));
  process.on("exit", () => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** Writes `files` (path -> text) below `root`. */
export function write(root, files) {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
}

/** Runs `docent build` in `root`; its problems come back as objects. The site is at `out`. */
export function build(root, args = []) {
  const run = spawnSync(findDocent(), ["build", "--root", root, "--format", "json", ...args], { encoding: "utf8", maxBuffer: 2 ** 26 });
  const lines = run.stdout.split("\n").filter((line) => line.startsWith("{"));
  return { status: run.status, out: join(root, "public"), problems: lines.map((line) => JSON.parse(line)), said: run.stderr };
}

/** Builds the handbook of this checkout. */
export function buildHandbook(args = []) {
  const root = scratch();
  for (const name of ["content", "templates", "docent.yaml"]) {
    if (existsSync(join(PROJECT, name))) cpSync(join(PROJECT, name), join(root, name), { recursive: true });
  }
  useTheme(root);
  return built(build(root, args));
}

/** With DOCENT_THEME, gives the project at `root` that theme: an edit to it shows without a new binary. */
export function useTheme(root) {
  const theme = process.env.DOCENT_THEME;
  if (!theme) return;
  cpSync(theme, join(root, "themes/draft"), { recursive: true });
  appendFileSync(join(root, "docent.yaml"), "\ntheme: draft\n");
}

/** The folder of a site that must have been built. */
export function built(result) {
  if (result.status === 0) return result.out;
  return fail(`docent build ended with ${result.status}:\n${result.said}\n${JSON.stringify(result.problems, null, 1)}`);
}

/** The JSON Schema of front matter, with every built-in type. */
export function schema() {
  const root = scratch();
  write(root, { "docent.yaml": "title: Schema\n" });
  const run = spawnSync(findDocent(), ["schema", "--root", root], { encoding: "utf8" });
  return run.status === 0 ? JSON.parse(run.stdout) : fail(`docent schema ended with ${run.status}: ${run.stderr}`);
}
