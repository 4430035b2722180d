// What is begun in a test ends with it: browsers, pages, answers to requests, servers.
//
// In: what ends it. Out: nothing is left running for the tests that follow, or for the end of the file.
// node:test knows which test runs now, so nobody has to hand it on. In a hook that would be the hook itself, so what a whole
// file or a `describe` shares is begun outside of tests, by `await` (tidy.test.mjs looks for it).

import { after } from "node:test";

/** Ends it with the test that runs now; outside of one with the file. */
export function endWithTest(act) {
  if (isTest()) after(act);
}

/** shots.mjs and lighthouse.mjs are no tests: they end what they begin. */
function isTest() {
  return (process.argv[1] ?? "").endsWith(".test.mjs");
}
