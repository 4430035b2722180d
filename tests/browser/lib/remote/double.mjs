// An engine that an organisation runs for many sites, as a test sees it: on the loopback, on another origin than the site.
//
// In: which engine, its indices by name, which origins may ask. Out: its address, the searches that it was asked and what was wrong
// with them, and `mood`: how it answers ("well", "busy", "silent", "nonsense", or a function of a test's own).

import { createServer } from "node:http";
import { endWithTest } from "../ends.mjs";
import { elasticSearch } from "./elastic.mjs";
import { quickwitSearch } from "./quickwit.mjs";

/** Starts it. */
export async function startEngine(engine, indices, origins) {
  const double = { url: "", asked: [], problems: [], mood: "well", waiting: [] };
  const server = createServer(async (request, response) => {
    const allowed = origins.has(request.headers.origin) ? { "access-control-allow-origin": request.headers.origin, vary: "origin" } : {};
    if (request.method === "OPTIONS") {
      const headers = { ...allowed, "access-control-allow-methods": "POST", "access-control-allow-headers": "content-type", "access-control-max-age": "600" };
      return response.writeHead(200, headers).end();
    }
    let text = "";
    for await (const part of request) text += part;
    const { status, body } = answer(double, engine, indices, request, text);
    if (double.mood === "silent") return double.waiting.push(response);
    const busy = double.mood === "busy";
    response.writeHead(busy ? 503 : status, { ...allowed, "content-type": "application/json" });
    response.end(double.mood === "nonsense" ? "{\"hits\": 7" : JSON.stringify(typeof double.mood === "function" ? double.mood(body) : body));
  });
  await new Promise((ready) => server.listen(0, "127.0.0.1", ready));
  double.url = `http://127.0.0.1:${server.address().port}`;
  const close = () => new Promise((done) => { server.close(() => done()); server.closeAllConnections(); });
  endWithTest(close);
  return Object.assign(double, { close });
}

function answer(double, engine, indices, request, text) {
  const refuse = (status, ...problems) => { double.problems.push(...problems); return { status, body: { error: problems[0] } }; };
  const { pathname, searchParams } = new URL(request.url, "http://engine");
  const names = pathname.match(engine === "quickwit" ? /^\/api\/v1\/([^/]+)\/search$/ : /^\/([^/]+)\/_search$/)?.[1];
  if (request.method !== "POST" || !names) return refuse(405, `${request.method} ${request.url} is no search`);
  if (!/^application\/json/.test(request.headers["content-type"] ?? "")) return refuse(406, "a body has the type application/json");
  const wanted = decodeURIComponent(names).split(",");
  const known = wanted.flatMap((name) => Object.entries(indices).filter(([own]) => new RegExp(`^${name.replaceAll(".", "\\.").replaceAll("*", ".*")}$`).test(own)).map(([, index]) => index));
  if (known.length === 0) return refuse(404, `no index ${names}`);
  let body;
  try { body = JSON.parse(text); } catch { return refuse(400, "the body is no JSON"); }
  double.asked.push(body);
  const answered = engine === "quickwit" ? quickwitSearch(known, body) : elasticSearch(known, searchParams, body);
  double.problems.push(...answered.problems);
  return answered;
}
