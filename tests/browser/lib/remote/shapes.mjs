// What a value must look like, in a few words.
//
// In: a value, a shape, where it stands. Out: what is wrong with it, as lines; none if all is well.

const told = (what) => (value, at) => [`${at}: ${JSON.stringify(value)?.slice(0, 80)} is not ${what}`];
const when = (fits, what) => (value, at) => (fits(value) ? [] : told(what)(value, at));

export const string = when((value) => typeof value === "string", "a string");
export const boolean = when((value) => typeof value === "boolean", "a boolean");
export const number = when((value) => typeof value === "number" && Number.isFinite(value), "a number");
export const integer = when(Number.isInteger, "an integer");
export const natural = when((value) => Number.isInteger(value) && value >= 0, "an integer that is not negative");
export const oneOf = (...values) => when((value) => values.includes(value), `one of ${values.join(", ")}`);
export const matching = (pattern, what) => when((value) => typeof value === "string" && pattern.test(value), what);
const isObject = (value) => typeof value === "object" && value !== null && !Array.isArray(value);

/** Every shape must fit. */
export const both = (...shapes) => (value, at) => shapes.flatMap((shape) => shape(value, at));
/** One of the shapes must fit. */
export const either = (...shapes) => (value, at) => {
  const tried = shapes.map((shape) => shape(value, at));
  return tried.some((wrong) => wrong.length === 0) ? [] : tried[0];
};
export const listOf = (shape) => (value, at) =>
  (Array.isArray(value) ? value.flatMap((item, index) => shape(item, `${at}[${index}]`)) : told("a list")(value, at));
export const oneOrMore = (shape) => (value, at) => (Array.isArray(value) ? listOf(shape)(value, at) : shape(value, at));
export const dictionaryOf = (shape) => (value, at) =>
  (isObject(value) ? Object.entries(value).flatMap(([key, item]) => shape(item, `${at}.${key}`)) : told("an object")(value, at));

/** An object with no keys but these; `required` must be there. */
export const object = (keys, required = []) => (value, at) => {
  if (!isObject(value)) return told("an object")(value, at);
  const unknown = Object.keys(value).filter((key) => !Object.hasOwn(keys, key)).map((key) => `${at}: unknown key ${key}`);
  const missing = required.filter((key) => !(key in value)).map((key) => `${at}: ${key} is missing`);
  const wrong = Object.entries(value).filter(([key]) => Object.hasOwn(keys, key)).flatMap(([key, item]) => keys[key](item, `${at}.${key}`));
  return [...unknown, ...missing, ...wrong];
};
/** An object with exactly one of these keys. */
export const container = (variants) => (value, at) => {
  if (!isObject(value) || Object.keys(value).length !== 1) return told("an object with one key")(value, at);
  return object(variants)(value, at);
};

/** Items by what `of` says of each, in the order of their first. (`Map.groupBy` needs Node 21.) */
export function grouped(items, of) {
  const groups = new Map();
  for (const item of items) groups.set(of(item), [...(groups.get(of(item)) ?? []), item]);
  return groups;
}
