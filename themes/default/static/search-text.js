/** Words of a query and of a text: how they are compared, cut and marked. */

/** Letters that no accent can be taken from. */
const PLAIN = { ł: "l", đ: "d", ø: "o", ß: "ss", æ: "ae", œ: "oe", ı: "i", ð: "d", þ: "th" };
/** How umlauts are spelled on a keyboard without them. */
const TWO_LETTERS = { ä: "ae", ö: "oe", ü: "ue", å: "aa", ø: "oe" };
/** Stands before and after the abstract in what is indexed of a paper. */
const FENCE = "⁂";
/** Scripts without spaces, as the index knows them (site_builder/search/spelling.py has the same). */
const UNSPACED =
  "[\\u0e01-\\u0eff\\u1000-\\u109f\\u1780-\\u17ff\\u3005-\\u3007\\u3041-\\u3096\\u309d-\\u309f\\u30a1-\\u30fa\\u30fc-\\u30ff" +
  "\\u31f0-\\u31ff\\u3400-\\u4dbf\\u4e00-\\u9fff\\uf900-\\ufaff\\u{20000}-\\u{3ffff}]";
const RUN = new RegExp(`${UNSPACED}+`, "gu");
/** Words of the other scripts. */
const WORD = new RegExp(`((?:(?!${UNSPACED})[\\p{L}\\p{N}])+(?:\\+\\+|#)?)`, "u");
/** Two characters of a script without spaces take the space of a word. */
const PIECE = new RegExp(`${UNSPACED}{1,2}|[^${UNSPACED.slice(1)}+`, "gu");
const EXCERPT = 36; // words
const LEAD = 6; // words of an excerpt before the first that matches

/** Returns a text in lower case without accents: what texts are compared by. */
export function fold(text) {
  return strip(text).replace(/[łđøßæœıðþ]/g, (letter) => PLAIN[letter]);
}

function strip(text) {
  return text.toLowerCase().normalize("NFKD").replace(/\p{Mn}/gu, "").normalize("NFC");
}

/** Returns the forms under which the index may have a word: its letters and digits, plain, and as umlauts are typed. */
export function spell(word) {
  const lower = word.normalize("NFKC").toLowerCase();
  const typed = lower.replace(/[äöüåø]/g, (letter) => TWO_LETTERS[letter]);
  return [...new Set([fold(lower), strip(lower), fold(typed)].map((form) => form.replace(/[^\p{L}\p{N}+#]/gu, "")))];
}

/** Returns the word without the endings that English inflects it by: what forms of one word have in common. */
export function stem(word) {
  if (word.length < 5 || !/^[a-z]+$/.test(word)) return word;
  let root = word.replace(/ies$/, "y").replace(/(?<=[sxz]|[cs]h)es$/, "").replace(/(?<![sui])s$/, "");
  root = root.replace(/(?<=[aeiouy].*[a-z]{2})(?:ing|ed|ly)$/, "").replace(/([bdfgmnprt])\1$/, "$1");
  return root.replace(/(?<=.{3})[ey]$/, "");
}

/** What a text has in scripts without spaces. */
export function runsOf(text) {
  return text.match(RUN) ?? [];
}

/** A text without what it has in scripts without spaces. */
export function withoutRuns(text) {
  return text.replace(RUN, " ");
}

/** The pairs of neighbours in a run of characters, or the only one. */
export function pairs(run) {
  const characters = [...run];
  if (characters.length < 2) return characters;
  return characters.slice(1).map((character, at) => characters[at] + character);
}

/** Characters of a script without spaces as the index spells them. */
export function encode(text) {
  const halves = (code) => String.fromCharCode(0xa000 + (code >> 9), 0xa200 + (code & 511));
  return [...text].map((character) => halves(character.codePointAt(0))).join("");
}

/**
 * Returns a function that cuts any text into parts, each with whether it answers the query: the words that `isFound`
 * tells by their plain form, and `runs` in a script without spaces, whole where they stand so, otherwise each pair.
 */
export function makeMarker(isFound, runs) {
  return (text) => {
    const spans = runs.flatMap((run) => (text.includes(run) ? [run] : pairs(run)));
    const parts = spans.length ? text.split(new RegExp(`(${spans.join("|")})`, "u")) : [text];
    return parts.flatMap((part, at) => (at % 2 ? [[part, true]] : cut(part, isFound)));
  };
}

function cut(text, isFound) {
  return text.split(WORD).map((part, at) => [part, at % 2 === 1 && isFound(fold(part))]);
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

/** Returns the part of a paper's abstract that shows most of the query, as nodes. */
export function excerpt(paper, marker) {
  const [, abstract = ""] = paper.content.split(FENCE);
  const pieces = abstract.trim().split(/(?<=\s)/).flatMap((word) => cutWord(word, marker));
  const hits = pieces.flatMap((piece, at) => (piece.hit ? [at] : []));
  const near = (from) => hits.filter((at) => at >= from && at < from + EXCERPT - LEAD).length;
  const best = hits.reduce((one, other) => (near(other) > near(one) ? other : one), hits[0] ?? 0);
  const from = Math.max(best - LEAD, 0);
  const to = Math.min(from + EXCERPT, pieces.length);
  const text = pieces.slice(from, to).map((piece) => piece.text).join("").trim();
  return [from > 0 ? "… " : "", ...show(text, marker), to < pieces.length ? " …" : ""];
}

/** Cuts a word into pieces of which an excerpt is measured; one with spaces around it is a piece. */
function cutWord(word, marker) {
  const parts = marker(word);
  if (word.search(RUN) < 0) return [{ text: word, hit: parts.some(([, isMarked]) => isMarked) }];
  return parts.flatMap(([part, isMarked]) => {
    return isMarked ? [{ text: part, hit: true }] : (part.match(PIECE) ?? []).map((text) => ({ text, hit: false }));
  });
}

/** Makes an element with attributes and children; text is never read as HTML. */
export function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...children);
  return element;
}
