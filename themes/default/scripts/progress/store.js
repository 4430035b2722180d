// @ts-check
// The only place that reads and writes progress: key -> record, in the browser or, where it keeps nothing, in memory.
//
// In: keys, records. Out: records that are sound; whether the browser kept them.
import { parsed } from "../dom.js";
import { checked, isMap, KEY, meta, written } from "./records.js";

export const prefix = `docent:${meta.content}:`;
export const onDisk = !/^https?:$/.test(location.protocol);
export const storage = open("localStorage");
const session = open("sessionStorage");

// A storage that does keep something. From a folder browsers give none, or one for all files of the disk.
/** @param {"localStorage" | "sessionStorage"} name */
function open(name) {
  try {
    if (onDisk) return null;
    const found = window[name];
    found.setItem(`${prefix}probe`, "1");
    found.removeItem(`${prefix}probe`);
    return found;
  } catch { return null; }
}
const memory = new Map();
export const raw = (key) => (storage ? storage.getItem(prefix + key) : memory.get(key)) ?? null;
function remembered(key, value) {
  if (value === null) memory.delete(key); else memory.set(key, value);
}
// Writes a record, `null` removes it. False: the browser would not.
export function put(key, value) {
  try {
    if (!storage) remembered(key, value);
    else if (value === null) storage.removeItem(prefix + key);
    else storage.setItem(prefix + key, value);
    return true;
  } catch { return false; }
}

export const store = {
  kept: Boolean(storage),
  read: (key) => checked(key, parsed(raw(key))),
  // What cannot be read was written by another docent: it is put aside, not written over.
  write(key, record) {
    const before = raw(key);
    if (before !== null && !checked(key, parsed(before))) put(`unread:${key}`, before);
    return put(key, record && written(checked(key, parsed(written(record)))));
  },
  raw,
  put,
  // Keys of all records, of one kind or of both.
  keys(kind = "") {
    const all = storage ? Object.keys(storage).filter((key) => key.startsWith(prefix)).map((key) => key.slice(prefix.length)) : [...memory.keys()];
    return all.filter((key) => KEY.test(key) && key.startsWith(kind)).sort();
  },
  // Marks that were made under an old address of the page.
  takeOver(kind, key, former) {
    const old = (former ?? "").split(" ").filter(Boolean).find((name) => raw(`${kind}:${name}`) !== null);
    if (!old || raw(`${kind}:${key}`) !== null) return;
    if (put(`${kind}:${key}`, raw(`${kind}:${old}`))) put(`${kind}:${old}`, null);
  },
  // Another tab changed something.
  onChange(act) {
    addEventListener("storage", (event) => {
      if (event.storageArea === storage && (event.key === null || event.key.startsWith(prefix))) act();
    });
    addEventListener("pageshow", (event) => { if (event.persisted) act(); });
  },
};

// Which path the reader is on: for this tab, so that its steps can offer to go on before anything is marked.
export function setOn(key, record) {
  try { session?.setItem(`${prefix}on`, written({ key, record })); } catch { /* full: the list of paths remains */ }
}
export function on() {
  const found = parsed(session?.getItem(`${prefix}on`) ?? null);
  const record = isMap(found) && typeof found.key === "string" ? checked(`path:${found.key}`, found.record) : null;
  return record && { key: found.key, record };
}
