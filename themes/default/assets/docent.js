// @ts-check
// docent, the default theme's script. Everything here only adds to a page that works without it; each part stands alone
// and does nothing when its markup is missing. No innerHTML anywhere: text goes in as text.
//
// In: the page, as base.html and page.html make it. Out: the page in use, and `window.docent` for the scripts that are
// fetched later.
import { copyButtons, copyHeadingLinks, markScrollers } from "../scripts/page/blocks.js";
import { chooseColours } from "../scripts/page/colours.js";
import { followContents, showTitle } from "../scripts/page/contents.js";
import { fetchPreviews, fetchTerms } from "../scripts/page/hints.js";
import { settleNavigation } from "../scripts/page/navigation.js";
import { fetchProgress } from "../scripts/page/progress.js";
import { offerSearch } from "../scripts/page/search.js";
import { fetchSeen } from "../scripts/page/seen.js";
import { copy, say } from "../scripts/page/voice.js";

function blocks() {
  copyButtons();
  markScrollers();
}

window.docent = { copy, say };
chooseColours();
offerSearch();
fetchProgress();
fetchTerms();
fetchSeen();
settleNavigation();
showTitle();
followContents();
blocks();
// The live preview has changed the page in place.
document.addEventListener("docent:patched", blocks);
copyHeadingLinks();
fetchPreviews();
