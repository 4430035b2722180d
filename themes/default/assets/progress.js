// @ts-check
// Progress: what a reader has read and ticked. Kept in this browser and nowhere else, sent to nobody.
//
// In: the page's markup, the words of its language (`window.docentProgress`), what the browser keeps. Out: the tools of a
// reading path, of its steps, of the front page and of the page of progress; and what checklist.js stands on.
// No HTML is ever read: what is shown goes in as text.
//
//   words    sentences in the page's language
//   records  what may be kept: everything that comes in is checked here, whoever wrote it
//   store    the only place that reads and writes it
//   parts    elements that checklists and reading paths share
//   text     progress as text: copied out, taken over
//   path     the page of a reading path, with `plan` and `signoff`
//   bar      a page that is a step of one
//   resume   the front page: where the reader stopped
//   kept     the page of everything that is kept
import { one } from "../scripts/dom.js";
import { showBar } from "../scripts/progress/bar.js";
import { KeptPage } from "../scripts/progress/kept.js";
import { allLink, folded, here, keep, meter, notKept, now, print, remember, title, toldLine, tools } from "../scripts/progress/parts.js";
import { PathPage } from "../scripts/progress/path.js";
import { address, VERSION } from "../scripts/progress/records.js";
import { keepRoom, resume } from "../scripts/progress/resume.js";
import { store } from "../scripts/progress/store.js";
import { textPanel } from "../scripts/progress/text.js";
import { day, it, language, say, sentences, today, words } from "../scripts/progress/words.js";

Object.assign(it, { store, sentences, words, day, today, now, say, folded, tools, toldLine, notKept, meter, keep, remember, print,
  textPanel, allLink, address, here, title, language, VERSION });

const box = one("main .run");
if (box?.dataset.path) new PathPage(box);
if (box && "all" in box.dataset) new KeptPage(box);
const front = one("main .resume");
const stopped = () => { resume(front); keepRoom(front); };
if (front) { stopped(); store.onChange(stopped); }
showBar();
