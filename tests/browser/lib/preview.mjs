// A running `docent serve`.
//
// In: a project's folder. Out: its address, and a way to end it before its test does. What it says on the terminal is kept for failures.

import { spawn } from "node:child_process";
import { findDocent } from "./docent.mjs";
import { endWithTest } from "./ends.mjs";

/** Starts the preview of `root` and waits until it says where it listens. */
export function serve(root, args = [], env = {}) {
  const port = args.includes("--port") ? [] : ["--port", "0"];
  const child = spawn(findDocent(), ["serve", "--root", root, ...port, ...args], { env: { ...process.env, NO_COLOR: "1", ...env } });
  process.on("exit", () => child.kill("SIGKILL"));
  let said = "";
  const ended = new Promise((done) => child.on("exit", done));
  const stop = () => { child.kill("SIGKILL"); return ended; };
  endWithTest(stop);
  return new Promise((done, failed) => {
    const hear = (text) => {
      said += text;
      const found = /http:\/\/[\w.:[\]]+\//.exec(said);
      if (found) done({ url: found[0], stop, said: () => said });
    };
    child.stdout.setEncoding("utf8").on("data", hear);
    child.stderr.setEncoding("utf8").on("data", hear);
    child.on("exit", (code) => failed(new Error(`docent serve ended with ${code}:\n${said}`)));
  });
}
