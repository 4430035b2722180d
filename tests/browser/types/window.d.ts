// What the theme's scripts leave for each other in `window`: each is published, and may be replaced, by itself.

/** docent.js: the page's voice and clipboard. */
interface Docent {
  copy(text: string, done: () => void): void;
  say(text: string): void;
}

/** docent.js makes it, search-words.LANG.js fills in `words`, search.js the functions. */
interface DocentSearch {
  site: URL;
  all: string;
  prefix: string;
  words?: { words: Record<string, any>; types: Record<string, string[]>; langs: Record<string, string>; feedback?: string; remote?: DocentRemote };
  /** The field of a front page, while it waits for the dialog. */
  from?: HTMLInputElement | null;
  open?(): void;
  page?(place: HTMLElement): void;
  arrive?(found: { query: string; words: string }): Promise<void>;
  /** search-remote.js, if there is one to ask. */
  remote?(request: any, engine: any): Promise<any>;
}

/** An engine that the organisation runs: where it is, how it is spoken to, and what this site is called there. */
interface DocentRemote {
  script: string;
  url: string;
  index: string[];
  engine: "elasticsearch" | "opensearch" | "quickwit";
  site: string;
  base: string;
}

interface Window {
  docent: Docent;
  docentSearch: DocentSearch;
  docentWords(words: DocentSearch["words"]): void;
  docentPack(files: Record<string, string>): void;
  docentPreview(link: HTMLAnchorElement): void;
  docentTerm(link: HTMLAnchorElement): void;
  /** seen.js makes it, changes/sections.js calls it. */
  docentSections(found: { pages: Record<string, [string, string]>; words: Record<string, any>; css: string | null; length: number }): void;
  /** progress-words.LANG.js makes it, progress.js fills it in for checklist.js. */
  docentProgress: any;
}
