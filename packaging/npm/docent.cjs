#!/usr/bin/env node
// Starts the program for this platform with what was given, and ends as it does.
"use strict";

const { spawn } = require("node:child_process");
const os = require("node:os");

const name = `docent-kb-${process.platform}-${process.arch}`;
const program = process.platform === "win32" ? "docent.exe" : "docent";

let path;
try {
  path = require.resolve(`${name}/${program}`);
} catch {
  console.error(`error: the package ${name} is not installed
  help: npm leaves it out with --omit=optional; if it does not exist, there is no docent for this platform on npm`);
  process.exit(1);
}

const child = spawn(path, process.argv.slice(2), { stdio: "inherit" });
child.on("error", (error) => {
  console.error(`error: ${path} could not be started: ${error.message}`);
  process.exit(1);
});
// The program hears Ctrl+C itself; this one waits for it.
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => child.kill(signal));
child.on("exit", (code, signal) => process.exit(signal ? 128 + os.constants.signals[signal] : code));
