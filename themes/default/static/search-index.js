/** The search index, loaded when it is first asked for, and how its answers are written into a page. */

/** Letters that no accent can be taken from. */
const PLAIN = { ł: "l", đ: "d", ø: "o", ß: "ss", æ: "ae", œ: "oe", ı: "i", ð: "d", þ: "th" };
/** Stands before and after the abstract in what is indexed of a paper. */
const FENCE = "⁂";
/** Scripts without spaces, as the index knows them (`spell_forms` in site_builder/search/documents.py has the same). */
const UNSPACED =
  "[\\u0e01-\\u0eff\\u1000-\\u109f\\u1780-\\u17ff\\u3005-\\u3007\\u3041-\\u3096\\u309d-\\u309f\\u30a1-\\u30fa\\u30fc-\\u30ff" +
  "\\u31f0-\\u31ff\\u3400-\\u4dbf\\u4e00-\\u9fff\\uf900-\\ufaff\\u{20000}-\\u{3ffff}]";
const RUN = new RegExp(`${UNSPACED}+`, "gu");
/** Words of the other scripts. */
const WORD = new RegExp(`((?:(?!${UNSPACED})[\\p{L}\\p{N}])+)`, "u");
/** Two characters of a script without spaces take the room of a word. */
const PIECE = new RegExp(`${UNSPACED}{1,2}|[^${UNSPACED.slice(1)}+`, "gu");
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

/**
 * Asks the index for a query, in which scripts without spaces are spelled as they are in there. Words in quotes are to
 * stand side by side; pairs of characters do that by themselves.
 */
export function ask(pagefind, query) {
  const plain = query.normalize("NFKC");
  if (plain.search(RUN) < 0) return pagefind.search(plain);
  const spell = (run) => ` ${pairs(run).map(encode).join(" ")} `;
  return pagefind.search(plain.replaceAll('"', " ").replace(RUN, spell).trim());
}

/** The pairs of neighbours in a run of characters, or the only one. */
function pairs(run) {
  const characters = [...run];
  if (characters.length < 2) return characters;
  return characters.slice(1).map((character, at) => characters[at] + character);
}

function encode(text) {
  const halves = (code) => String.fromCharCode(0xa000 + (code >> 9), 0xa200 + (code & 511));
  return [...text].map((character) => halves(character.codePointAt(0))).join("");
}

/** Makes an element with attributes and children; text is never read as HTML. */
export function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...children);
  return element;
}

/**
 * Returns a function that cuts any text of a result into parts, each with whether it made the paper one: words that the
 * index matched (other forms of a word too), those that begin with a word of the query, and what the query has in a
 * script without spaces, whole where it stands so, otherwise each pair.
 */
export function makeMarker(paper, query) {
  const { words } = read(paper);
  const matched = new Set(paper.locations.map((at) => bare(words[at] ?? "")));
  const plain = query.normalize("NFKC");
  const runs = plain.match(RUN) ?? [];
  const wanted = fold(plain.replace(RUN, " ")).split(/[^\p{L}\p{N}]+/u).filter(Boolean);
  const isMatch = (word) => matched.has(fold(word)) || wanted.some((one) => fold(word).startsWith(one));
  return (text) => {
    const spans = runs.flatMap((run) => (text.includes(run) ? [run] : pairs(run)));
    const parts = spans.length ? text.split(new RegExp(`(${spans.join("|")})`, "u")) : [text];
    return parts.flatMap((part, at) => (at % 2 ? [[part, true]] : cut(part, isMatch)));
  };
}

function cut(text, isMatch) {
  return text.split(WORD).map((part, at) => [part, at % 2 === 1 && isMatch(part)]);
}

/** Returns a text as nodes, with what the marker tells in `mark`. */
export function show(text, marker) {
  return marker(text).map(([part, isMarked]) => (isMarked ? make("mark", {}, part) : part));
}

/** Marks what the marker tells in an element's texts; formulas stay whole. */
export function markIn(element, marker) {
  const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
  const texts = [];
  while (walker.nextNode()) if (!walker.currentNode.parentElement.closest("math")) texts.push(walker.currentNode);
  for (const text of texts) text.replaceWith(...show(text.data, marker));
}

/** Returns the part of the abstract that shows most of the query, as nodes. */
export function excerpt(paper, marker) {
  const { words, gaps } = read(paper);
  const first = words.findIndex((word) => word.startsWith(FENCE)) + 1;
  const last = words.findLastIndex((word) => word.startsWith(FENCE));
  const located = new Set(paper.locations);
  const pieces = words.slice(first, last).flatMap((word, at) => cutWord(word, gaps[first + at], located.has(first + at), marker));
  const hits = pieces.flatMap((piece, at) => (piece.hit ? [at] : []));
  const near = (from) => hits.filter((at) => at >= from && at < from + EXCERPT - LEAD).length;
  const best = hits.reduce((one, other) => (near(other) > near(one) ? other : one), hits[0] ?? 0);
  const from = Math.max(best - LEAD, 0);
  const to = Math.min(from + EXCERPT, pieces.length);
  const text = pieces.slice(from, to).map((piece) => piece.text).join("").trim();
  return [from > 0 ? "… " : "", ...show(text, marker), to < pieces.length ? " …" : ""];
}

/** Cuts a word into pieces of which an excerpt is measured; one with spaces around it is a piece. */
function cutWord(word, gap, hit, marker) {
  if (word.search(RUN) < 0) return [{ text: word + gap, hit }];
  const parts = marker(word).flatMap(([part, isMarked]) => (isMarked ? [[part, true]] : (part.match(PIECE) ?? []).map((piece) => [piece, false])));
  return [...parts.map(([text, isMarked]) => ({ text, hit: isMarked })), { text: gap, hit: false }];
}

/** Returns an indexed text's words, as the index counts them, and what stands after each. */
function read(paper) {
  const parts = paper.content.split(/(\s+)/);
  const words = parts.filter((_, at) => at % 2 === 0);
  const gaps = words.map((_, at) => parts[2 * at + 1] ?? "");
  return { words, gaps };
}

function bare(word) {
  return fold(word).replace(/^\P{L}+|[^\p{L}\p{N}]+$/gu, "");
}

function fold(text) {
  const bare = text.toLowerCase().normalize("NFKD").replace(/\p{Mn}/gu, "");
  return bare.replace(/[łđøßæœıðþ]/g, (letter) => PLAIN[letter]).normalize("NFC");
}
