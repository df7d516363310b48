/** Answers a query: papers, pages that have the name, and what was searched for instead where nothing has the words. */

import { forgetEntry, openEntry } from "./search-files.js";
import { guess, part } from "./search-guess.js";
import { Hits, openIndex } from "./search-index.js";
import { openNames } from "./search-names.js";
import { makeMarker, runsOf, spell } from "./search-text.js";
import { readTerms } from "./search-words.js";

const TOGETHER = 0.3; // what it counts that words stand together as they were asked for
const JOINED = 0.95; // what a word counts that was asked for in two
/** Words in full names of venues. */
const VENUE = /^(?:conf|proc|journal|trans|symposium|workshop|meeting|annals|advances|letters|review)/;
const PEOPLE = 3; // with the same initials, whose papers come first
const WRITTEN = 5; // guesses at a word that are tried
/** How well a page must have the name that was asked for, to be what was meant; a person has initials and aliases. */
const SAME = 0.85, ALIKE = 0.5;

const opened = new Map();

/** Opens the index below `root` once; the promise fails when there is none. */
export function load(root) {
  if (!opened.has(root)) {
    const opening = open(root);
    opening.catch(() => forget(root));
    opened.set(root, opening);
  }
  return opened.get(root);
}

async function open(root) {
  const { isPlain } = await openEntry(root);
  if (isPlain) return (await import("./search-plain.js")).openPlain(root);
  const [index, names] = await Promise.all([openIndex(root), openNames(root)]);
  return new Search(index, names);
}

function forget(root) {
  opened.delete(root);
  forgetEntry(root);
}

/**
 * Asks the index below `root` for a query. The answer has `papers` (numbers, the best first), `pages` that have the
 * name, what was searched for `instead` (parts of a text, each with whether it differs), a `marker` of what was found in
 * a text, and `read`, which gives a paper. Files that are gone are those of an index before this: then it is opened anew.
 */
export async function ask(root, query) {
  try {
    return await (await load(root)).answer(query);
  } catch {
    forget(root);
    return (await load(root)).answer(query);
  }
}

class Search {
  #index;
  #names;

  constructor(index, names) {
    this.#index = index;
    this.#names = names;
  }

  async answer(query) {
    const terms = readTerms(query);
    const found = await this.#find(terms);
    const pages = await this.#names.find(wordsOf(terms));
    const papers = await this.#putFirst(await this.#rank(found), terms, pages);
    const answer = papers.length || isNumber(terms) ? { found, papers } : await this.#findInstead(found, pages[0]);
    const words = new Set(answer.found.flatMap(({ hits }) => [...(hits?.words ?? [])]));
    return {
      papers: answer.papers,
      pages: answer.instead && !pages.length ? await this.#names.find(wordsOf(answer.found)) : pages,
      instead: answer.instead,
      marker: makeMarker((word) => words.has(word) || isBegun(word, answer.found), runsOf(query.normalize("NFKC"))),
      read: (number) => this.#index.read(number),
    };
  }

  /** Puts those papers first that are by the people with the initials that were asked for. */
  async #putFirst(papers, terms, pages) {
    if (!papers.length || !terms.some(({ forms }) => /^\p{L}$/u.test(forms[0]))) return papers;
    const people = pages.filter(({ isPerson }) => isPerson).slice(0, PEOPLE);
    const theirs = await Promise.all(people.map(async ({ name }) => this.#rank(await this.#find(readTerms(name)))));
    return [...new Set([...theirs.flat().filter((number) => papers.includes(number)), ...papers])];
  }

  /** Returns the terms with the papers that have them. */
  async #find(terms) {
    const found = await Promise.all(terms.map(async (term) => ({ ...term, hits: await this.#findTerm(term) })));
    const joins = found.map((term, at) => this.#join(term, found[at + 1]));
    for (const [at, hits] of (await Promise.all(joins)).entries()) {
      if (!hits?.size) continue;
      for (const term of found.slice(at, at + 2)) term.hits = addJoined(term.hits ?? new Hits(), hits);
    }
    return found;
  }

  async #findTerm(term) {
    if (term.isSmall) return undefined;
    if (term.parts) return followed(await Promise.all(term.parts.map((word) => this.#index.find(word.forms, true))));
    const hits = await this.#index.find(term.forms, term.whole);
    if (!term.pieces?.length) return hits;
    const pieces = await Promise.all(term.pieces.filter((piece) => piece.length > 1).map((piece) => this.#index.find([piece])));
    return pieces.length ? addJoined(hits, followed(pieces)) : hits;
  }

  /** The papers that have two terms as one word. */
  #join(term, next) {
    const isWord = (one) => one && !one.parts && !one.isNumber && !one.isRun && (!one.isSmall || one.forms[0].length === 1);
    if (!isWord(term) || !isWord(next)) return undefined;
    return this.#index.find([term.forms[0] + next.forms[0]], true);
  }

  /** The papers that have all terms, but for `missing` of them; the best first, of equals the newest. */
  async #rank(terms, missing = 0) {
    const needed = terms.filter((term) => !term.isSmall);
    if (!needed.length) return [];
    const weights = needed.map(({ hits }) => Math.log(1 + (this.#index.size - hits.size + 0.5) / (hits.size + 0.5)));
    const scores = new Map();
    for (const number of new Set(needed.flatMap(({ hits }) => [...hits.keys()]))) {
      const places = needed.map(({ hits }) => hits.get(number));
      if (places.filter(Boolean).length < needed.length - missing) continue;
      const words = places.reduce((sum, hit, at) => sum + weights[at] * (hit?.score ?? 0), 0);
      const pairs = places.slice(1).map((hit, at) => Math.min(weights[at], weights[at + 1]) * closeness(places[at], hit));
      scores.set(number, Math.round(100 * (words + TOGETHER * pairs.reduce((sum, pair) => sum + pair, 0))));
    }
    return [...scores.keys()].sort((one, other) => scores.get(other) - scores.get(one) || other - one);
  }

  /** What is found for words that are near those of the query, for the page's own name, or without one word of three. */
  async #findInstead(found, page) {
    const nothing = { found, papers: [] };
    if (page && page.quality > (page.isPerson ? ALIKE : SAME)) {
      for (const name of [page.name, ...page.others]) {
        const named = await this.#find(readTerms(name));
        const papers = await this.#rank(named);
        if (papers.length) return { found: named, papers, instead: [[name, true]] };
      }
      return nothing;
    }
    const short = await this.#findAbbreviation(found);
    if (short) return short;
    const unknown = found.filter((term) => !term.isSmall && !term.hits.size);
    const mended = await this.#mend(found, unknown);
    if (mended) return mended;
    const needed = found.filter((term) => !term.isSmall);
    if (needed.length === 2 && !unknown.length) {
      for (const term of needed) {
        const other = await this.#mend(found, [term]);
        if (other) return other;
      }
    }
    const [best] = await this.#rank(found, Math.floor(needed.length / 3));
    if (best === undefined) return nothing;
    const kept = found.filter((term) => term.isSmall || term.hits.has(best));
    return { found: kept, papers: await this.#rank(kept), instead: [[kept.map(({ text }) => text).join(" "), true]] };
  }

  /**
   * What is found for the initials of a full name of four words or more, if a page is called so. Where a word says that
   * it is the name of a venue, three are enough, and those of the last words will do.
   */
  async #findAbbreviation(found) {
    const needed = found.filter((term) => !term.isSmall);
    const initials = needed.map(({ forms }) => forms[0][0]).join("");
    const isVenue = needed.some(({ forms }) => VENUE.test(forms[0]));
    for (let start = 0; start < (isVenue ? initials.length - 2 : initials.length > 3); start++) {
      const short = initials.slice(start) === "nips" ? "neurips" : initials.slice(start);
      const page = (await this.#names.find([short])).find(({ name }) => spell(name)[0] === short);
      const named = page && (await this.#find(readTerms(page.name)));
      if (named) return { found: named, papers: await this.#rank(named), instead: [[page.name, true]] };
    }
    return undefined;
  }

  /** What is found when some of the terms are exchanged for words near them; undefined if nothing is. */
  async #mend(found, wrong) {
    if (!wrong.length) return undefined;
    let terms = found;
    for (const term of wrong) {
      const others = await this.#listNear(term, wrong.length === 1 && found.length > 1);
      const tried = await Promise.all(others.map((words) => this.#find(readTerms(words.join(" ")))));
      const known = tried.filter((words) => words.every(({ hits }) => hits?.size));
      const exchange = (words) => terms.flatMap((one) => (one === term ? words.map((word) => ({ ...word, isNew: true })) : [one]));
      const ranked = await Promise.all(known.map((words) => this.#rank(exchange(words).filter(({ hits }) => hits?.size))));
      const best = ranked.findIndex((papers) => papers.length);
      if (best >= 0) terms = exchange(known[best]);
    }
    const kept = terms.filter((term) => term.isSmall || term.hits.size);
    // Where half of the words are unknown, nothing near them was meant.
    if (terms === found || (kept.length < terms.length && 2 * wrong.length > terms.length)) return undefined;
    const papers = await this.#rank(kept);
    return papers.length ? { found: kept, papers, instead: kept.map(({ text, isNew }) => [text, Boolean(isNew)]) } : undefined;
  }

  /** Returns what may have been meant by a term, alone or among others that are known: lists of one word or two. */
  async #listNear(term, isAmong) {
    if (term.parts || term.isNumber || term.isRun) return [];
    const [form] = term.forms;
    const vocabulary = [...this.#index.words, ...(await this.#names.listWords(form))];
    const two = part(form, vocabulary);
    const near = guess(form, vocabulary, isAmong).map((word) => [word]);
    return [...(two.length ? [two] : []), ...near].slice(0, WRITTEN);
  }
}

/** The words of terms by which a page is found: not years, where there is more. */
function wordsOf(terms) {
  const words = terms.filter((term) => !term.isSmall || term.forms[0].length === 1).flatMap(({ text }) => text.split(/[^\p{L}\p{N}+#.]+/u));
  const named = words.filter((word) => word && !/^(?:19|20)\d\d$/.test(word));
  return named.length ? named : words;
}

function isNumber(terms) {
  return terms.length > 0 && terms.every((term) => term.isNumber);
}

function isBegun(word, terms) {
  return terms.some(({ forms, whole, isSmall }) => !whole && !isSmall && spell(word).some((form) => forms.some((one) => form.startsWith(one))));
}

/** Adds to the papers of one word those that have it as part of another or of two. */
function addJoined(hits, joined) {
  for (const word of joined.words) hits.words.add(word);
  for (const [number, { score, places }] of joined) {
    const hit = hits.get(number);
    if (!hit || hit.score < JOINED * score) hits.set(number, { score: JOINED * score, places: new Map([...(hit?.places ?? []), ...places]) });
  }
  return hits;
}

/** Returns the papers in which words stand one behind the other; parts of one word have the same place. */
function followed(words) {
  const found = new Hits();
  const [first, ...others] = words;
  for (const hits of words) for (const word of hits.words) found.words.add(word);
  for (const [number, hit] of first) {
    const rest = others.map((hits) => hits.get(number));
    if (!rest.every(Boolean)) continue;
    let places = hit.places;
    for (const next of rest) {
      places = new Map([...next.places].filter(([place]) => places.has(place - 1) || places.has(place)));
    }
    if (places.size) found.set(number, { score: Math.min(hit.score, ...rest.map(({ score }) => score)), places });
  }
  return found;
}

/** How much two words stand together in a paper: what the place counts where one follows the other. */
function closeness(hit, next) {
  if (!hit || !next) return 0;
  const shared = [...next.places].filter(([place]) => hit.places.has(place - 1) || hit.places.has(place));
  return Math.max(0, ...shared.map(([, worth]) => worth));
}
