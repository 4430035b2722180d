// @ts-check
// What a checklist takes from progress.js, which is published by itself and keeps what is ticked.
//
// In: `window.docentProgress`. Out: its words, days, store and parts.

export const it = window.docentProgress;
export const { day, folded, say, sentences, store, title, today, tools, words } = it;
