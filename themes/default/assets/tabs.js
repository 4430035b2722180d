// @ts-check
// Tabs, on pages that have some. They work without this.
import { openTabs } from "../scripts/page/tabs.js";

openTabs();
