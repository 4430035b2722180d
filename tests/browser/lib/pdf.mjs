// A page as Chromium prints it.
//
// In: an open page. Out: its sheets: how many letters stand on each, and how many links. Chromium writes objects of a PDF
// as they are, with packed streams, so that no library is needed to count.

import { inflateSync } from "node:zlib";

/** The sheets of a page on A4, in order. */
export async function sheets(page) {
  const bytes = await page.pdf({ preferCSSPageSize: true, format: "A4" });
  const text = Buffer.from(bytes).toString("latin1");
  const objects = new Map([...text.matchAll(/^(\d+) 0 obj\r?\n/gm)].map((found) => [found[1], found.index + found[0].length]));
  const order = [...text.matchAll(/^(\d+) 0 obj\r?\n<<[^>]*?\/Type \/Page\b(?!s)/gm)].map(([, number]) => number);
  return order.map((object, at) => {
    const dictionary = head(text, objects.get(object));
    const [, content] = dictionary.match(/\/Contents (\d+) 0 R/) ?? [];
    return { number: at + 1, letters: letters(stream(text, objects.get(content))), links: links(text, objects, dictionary) };
  });
}

/** An object up to its end or its stream. */
function head(text, at) {
  const rest = text.slice(at, at + 200_000);
  return rest.slice(0, rest.search(/\bendobj\b|\bstream\r?\n/));
}

function stream(text, at) {
  const dictionary = head(text, at);
  const start = at + dictionary.length + text.slice(at + dictionary.length).match(/^stream\r?\n/)[0].length;
  const packed = Buffer.from(text.slice(start, start + Number(dictionary.match(/\/Length (\d+)/)[1])), "latin1");
  return (/FlateDecode/.test(dictionary) ? inflateSync(packed) : packed).toString("latin1");
}

/** Letters of a font are numbers of four digits. */
const letters = (content) => [...content.matchAll(/<([0-9A-Fa-f]+)>/g)].reduce((sum, [, digits]) => sum + digits.length / 4, 0);

function links(text, objects, dictionary) {
  const inline = dictionary.match(/\/Annots \[([^\]]*)\]/)?.[1];
  const named = dictionary.match(/\/Annots (\d+) 0 R/)?.[1];
  return ((inline ?? (named ? head(text, objects.get(named)) : "")).match(/ 0 R/g) ?? []).length;
}
