// The npm packages: `docent-kb`, which starts the program, and one package for each platform that holds it. npm installs the
// one that fits (`os`, `cpu`, `libc`), without a script that runs at installation.
//
//     node packaging/npm/build.mjs 1.2.3 archives out

import { execFileSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const NAME = "docent-kb";
/** The musl program needs nothing of the system, so npm's Linux has it alone. */
const PLATFORMS = [
  { os: "linux", cpu: "x64", target: "x86_64-unknown-linux-musl" },
  { os: "linux", cpu: "arm64", target: "aarch64-unknown-linux-musl" },
  { os: "darwin", cpu: "x64", target: "x86_64-apple-darwin" },
  { os: "darwin", cpu: "arm64", target: "aarch64-apple-darwin" },
  { os: "win32", cpu: "x64", target: "x86_64-pc-windows-msvc" },
];

const here = dirname(fileURLToPath(import.meta.url));
const root = resolve(here, "../..");
const [version, archives, out] = process.argv.slice(2);
if (!out) {
  console.error("usage: node packaging/npm/build.mjs VERSION ARCHIVES OUT");
  process.exit(2);
}

/** What all packages say of themselves. The repository is that of the release, where there is one. */
const common = {
  version,
  description: "Turns a folder of Markdown into a team's knowledge base",
  license: "MIT OR Apache-2.0",
  ...(process.env.REPOSITORY && { repository: { type: "git", url: `git+${process.env.REPOSITORY}.git` } }),
};

const made = PLATFORMS.filter(platform);
if (made.length === 0) {
  console.error(`error: ${archives} holds no archive of ${PLATFORMS.map(({ target }) => target).join(", ")}`);
  process.exit(1);
}
launcher(made);

/** The name of a platform's package, which the launcher knows too. */
function named({ os, cpu }) {
  return `${NAME}-${os}-${cpu}`;
}

/** Writes the package of a platform, if its archive is there. */
function platform(platform) {
  const windows = platform.os === "win32";
  const archive = resolve(archives, `docent-${platform.target}.${windows ? "zip" : "tar.gz"}`);
  if (!existsSync(archive)) return false;
  const unpacked = mkdtempSync(join(tmpdir(), "docent-npm-"));
  execFileSync(windows ? "unzip" : "tar", windows ? ["-q", archive, "-d", unpacked] : ["-xzf", archive, "-C", unpacked]);
  const program = windows ? "docent.exe" : "docent";
  const folder = write(named(platform), {
    name: named(platform),
    ...common,
    os: [platform.os],
    cpu: [platform.cpu],
    preferUnplugged: true,
    files: [program, "LICENSE-*"],
  });
  for (const file of [program, "LICENSE-MIT", "LICENSE-APACHE"]) {
    cpSync(join(unpacked, `docent-${platform.target}`, file), join(folder, file));
  }
  rmSync(unpacked, { recursive: true });
  writeFileSync(join(folder, "README.md"), `The program \`docent\` for ${platform.os}, ${platform.cpu}. Install \`${NAME}\`.\n`);
  return true;
}

/** Writes the package that people install. */
function launcher(platforms) {
  const folder = write(NAME, {
    name: NAME,
    ...common,
    bin: { docent: "docent.cjs" },
    files: ["docent.cjs", "LICENSE-*"],
    engines: { node: ">=18" },
    optionalDependencies: Object.fromEntries(platforms.map((platform) => [named(platform), version])),
  });
  cpSync(join(here, "docent.cjs"), join(folder, "docent.cjs"));
  for (const file of ["README.md", "LICENSE-MIT", "LICENSE-APACHE"]) cpSync(join(root, file), join(folder, file));
}

function write(name, manifest) {
  const folder = join(out, name);
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "package.json"), `${JSON.stringify(manifest, null, 2)}\n`);
  return folder;
}
