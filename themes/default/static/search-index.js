/** The search index, loaded when it is first asked for, and how its answers are written into a page. */

const FIELDS = 'input, textarea, select, [contenteditable=""], [contenteditable="true"]';
/** Letters that no accent can be taken from. */
const PLAIN = { ł: "l", đ: "d", ø: "o", ß: "ss", æ: "ae", œ: "oe", ı: "i", ð: "d", þ: "th" };
/** Stands before and after the abstract in what is indexed of a paper. */
const FENCE = "⁂";
/** A word of every paper: asking for none would load the whole index. */
export const EVERY = "ꙮ";
const EXCERPT = 36; // words
const LEAD = 6; // words of an excerpt before the first that matches

let loading;

/** Loads the index below `root` once; the promise fails when there is none. */
export function load(root) {
  loading ??= open(root).catch((error) => {
    loading = undefined;
    throw error;
  });
  return loading;
}

async function open(root) {
  const pagefind = await import(`${root}pagefind.js`);
  await pagefind.init();
  return pagefind;
}

/** Tells whether a key pressed here is meant as text. */
export function isTyping(target) {
  return target instanceof Element && target.matches(FIELDS);
}

/** Makes an element with attributes and children; text is never read as HTML. */
export function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...children);
  return element;
}

/**
 * Returns a function that marks, in any text of a result, the words that made it one: those that the index matched
 * (other forms of a word too) and those that begin with a word of the query.
 */
export function makeMarker(paper, query) {
  const { words } = read(paper);
  const matched = new Set(paper.locations.map((at) => fold(words[at] ?? "").replace(/^\P{L}+|[^\p{L}\p{N}]+$/gu, "")));
  const wanted = fold(query).split(/[^\p{L}\p{N}]+/u).filter(Boolean);
  return (text) => text.split(/([\p{L}\p{N}]+)/u).flatMap((part, at) => (at % 2 ? markWord(part, matched, wanted) : [part]));
}

function markWord(word, matched, wanted) {
  const folded = fold(word);
  if (matched.has(folded) || wanted.some((one) => folded.startsWith(one))) return [make("mark", {}, word)];
  // A script without spaces: the word stands inside a longer run.
  const inside = wanted.find((one) => !/^\p{ASCII}*$/u.test(one) && word.includes(one));
  if (!inside) return [word];
  const at = word.indexOf(inside);
  return [word.slice(0, at), make("mark", {}, inside), word.slice(at + inside.length)];
}

/** Returns the part of the abstract that shows most of the query, as nodes. */
export function excerpt(paper, marker) {
  const { words, gaps } = read(paper);
  const first = words.findIndex((word) => word.startsWith(FENCE)) + 1;
  const last = words.findLastIndex((word) => word.startsWith(FENCE));
  const hits = paper.locations.filter((at) => at >= first && at < last);
  const near = (from) => hits.filter((at) => at >= from && at < from + EXCERPT - LEAD).length;
  const best = hits.reduce((one, other) => (near(other) > near(one) ? other : one), hits[0] ?? first);
  const from = best - LEAD <= first ? first : best - LEAD;
  const to = Math.min(from + EXCERPT, last);
  const text = words.slice(from, to).map((word, at) => word + gaps[from + at]).join("").trim();
  return [from > first ? "… " : "", ...marker(text), to < last ? " …" : ""];
}

/** Returns an indexed text's words, as the index counts them, and what stands after each. */
function read(paper) {
  const parts = paper.raw_content.replace(/&lt;/g, "<").replace(/&gt;/g, ">").split(/([\s\u200b]+)/);
  const words = parts.filter((_, at) => at % 2 === 0);
  const gaps = words.map((_, at) => (parts[2 * at + 1] ?? "").replace(/\u200b/g, ""));
  return { words, gaps };
}

function fold(text) {
  const bare = text.toLowerCase().normalize("NFD").replace(/\p{Mn}/gu, "");
  return bare.replace(/[łđøßæœıðþ]/g, (letter) => PLAIN[letter]).normalize("NFC");
}
