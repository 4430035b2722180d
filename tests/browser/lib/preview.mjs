// A running `docent serve`.
//
// In: a project's folder. Out: its address, and a way to end it. What it says on the terminal is kept for failures.

import { spawn } from "node:child_process";
import { findDocent } from "./docent.mjs";

/** Starts the preview of `root` and waits until it says where it listens. */
export function serve(root, args = [], env = {}) {
  const child = spawn(findDocent(), ["serve", "--root", root, "--port", "0", ...args], { env: { ...process.env, NO_COLOR: "1", ...env } });
  process.on("exit", () => child.kill("SIGKILL"));
  let said = "";
  return new Promise((done, failed) => {
    const hear = (text) => {
      said += text;
      const found = /http:\/\/[\w.:[\]]+\//.exec(said);
      if (found) done({ url: found[0], stop: () => child.kill("SIGKILL"), said: () => said });
    };
    child.stdout.setEncoding("utf8").on("data", hear);
    child.stderr.setEncoding("utf8").on("data", hear);
    child.on("exit", (code) => failed(new Error(`docent serve ended with ${code}:\n${said}`)));
  });
}
