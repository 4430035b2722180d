// @ts-check
// Checklists in use: points of a checklist, tasks of a text. Stands on progress.js, which keeps what is ticked.
//
// In: the page's points, `window.docentProgress`. Out: boxes to tick, and the tools above them.
//
//   items    what can be ticked: a box, a flag for a text that changed since, a note
//   marks    what a run of the list says of an item
//   runs     one list used several times: for a client, for a month
//   list     what is done, what is open, the riskiest first
//   copies   as Markdown, as CSV
import { itemsOf, pointsOfPage } from "../scripts/checklist/items.js";
import { Checklist } from "../scripts/checklist/list.js";
import { one } from "../scripts/dom.js";

const place = one("main .run[data-key]") ?? one("main .prose[data-key]");
const points = pointsOfPage();
if (place && points.length > 0) new Checklist(place, itemsOf(points)).begin();
