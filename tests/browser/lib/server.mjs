// A static server on the loopback, with the policy that a careful host would send.
//
// In: a folder. Out: `{ origin, close }`; it ends with the test that began it. Three things are for the tests alone: `csp: null` sends no policy, `first` is a
// script that runs before all others of a page, and `?still` leaves out a page's refresh, so that a page that sends its
// reader on can be looked at.

import { createServer } from "node:http";
import { readFileSync, statSync } from "node:fs";
import { extname, join, normalize, sep } from "node:path";
import { endWithTest } from "./ends.mjs";

/** The strictest policy under which the pages must work. */
export const CSP = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self' data:; "
  + "connect-src 'self'; base-uri 'none'; form-action 'self'";

const TYPES = {
  ".html": "text/html; charset=utf-8", ".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml",
  ".md": "text/markdown; charset=utf-8", ".txt": "text/plain; charset=utf-8", ".xml": "application/xml",
  ".json": "application/json", ".wasm": "application/wasm", ".png": "image/png",
};

const REFRESH = /<meta http-equiv="refresh"[^>]*>/;

const FIRST = "/__first.js";

/** Serves `folder`; `extra` are pages of the test's own, by path. */
export async function serve(folder, { csp = CSP, extra = {}, first = null } = {}) {
  const files = first ? { ...extra, [FIRST]: first } : extra;
  const server = createServer((request, response) => answer(folder, csp, files, request, response));
  await new Promise((ready) => server.listen(0, "127.0.0.1", ready));
  const close = () => new Promise((done) => { server.close(() => done()); server.closeAllConnections(); });
  endWithTest(close);
  return { origin: `http://127.0.0.1:${server.address().port}`, close };
}

function answer(folder, csp, extra, request, response) {
  // A hostile page asks for addresses that are none.
  const url = URL.canParse(request.url, "http://x") ? new URL(request.url, "http://x") : null;
  const path = url && decoded(url.pathname);
  if (!path) return response.writeHead(400).end();
  const file = fileFor(folder, path);
  if (!(path in extra) && !file) return response.writeHead(404).end();
  const bytes = extra[path] ?? readFileSync(file);
  // Names of assets carry a hash of their bytes, as a careful host would know.
  const cache = path.includes("/assets/") ? { "cache-control": "max-age=31536000, immutable" } : {};
  const type = TYPES[extname(file ?? path)] ?? "application/octet-stream";
  response.writeHead(200, { "content-type": type, ...cache, ...(csp && { "content-security-policy": csp }) });
  response.end(type.startsWith("text/html") ? page(bytes, url.searchParams.has("still"), FIRST in extra) : bytes);
}

function page(bytes, still, first) {
  if (!still && !first) return bytes;
  const html = still ? String(bytes).replace(REFRESH, "") : String(bytes);
  return first ? html.replace("<head>", `<head><script src="${FIRST}"></script>`) : html;
}

function decoded(path) {
  try { return decodeURIComponent(path); } catch { return null; }
}

function fileFor(folder, path) {
  const file = normalize(join(folder, path.endsWith("/") ? `${path}index.html` : path));
  const found = file.startsWith(folder + sep) && statSync(file, { throwIfNoEntry: false })?.isFile();
  return found ? file : null;
}
