/**
 * Pagefind's index of papers, read without Pagefind's own program, which is 97 KB to load.
 *
 * Its form is Pagefind's private one; site_builder/search/pagefind_format.py tells it, and of which versions.
 *
 * The index holds words as they are written, without accents, and for each the papers and places where it stands.
 * Papers are numbers, the oldest 0.
 */

import { openEntry, readJson, readValue } from "./search-files.js";
import { stem } from "./search-text.js";

const CHUNKS = 4; // files that are loaded for the beginning of a word
/** What a word counts by where it stands: in a title, in a name, in what the paper is filed under, in the text. */
const TITLE = 1, NAME = 0.85, LABEL = 0.7, TEXT = 0.3;
/** By the weights that the index has, 24 times those of site_builder/search/documents.py; parts of a word share one. */
const WORTH = new Map([[120, TITLE], [60, TITLE], [40, TITLE], [30, TITLE], [96, NAME], [48, NAME], [32, NAME], [72, LABEL], [36, LABEL]]);
/** What another form of a word counts, and a word that only begins so, the less the longer it is. */
const FORM = 0.85, BEGINNING = 0.7;
const AGAIN = 0.03; // for each further place in a text, up to four

/** Opens the index below `root`; fails when there is none. */
export async function openIndex(root) {
  const { index } = await openEntry(root);
  const [, documents, chunks] = await readValue(`${root}pagefind.${index}.pf_meta`);
  return new Index(root, documents, chunks);
}

/** Returns a paper as the index has it, by the name of its file: address, text, and what suggestions show. */
export async function readPaper(root, name) {
  const paper = await readJson(`${root}fragment/${name}.pf_fragment`);
  return { ...paper, url: new URL(`..${paper.url}`, new URL(root, location.href)).pathname };
}

class Index {
  #root;
  #documents;
  #chunks;
  #loading = new Map();
  #words = [];

  constructor(root, documents, chunks) {
    this.#root = root;
    this.#documents = documents;
    this.#chunks = chunks;
  }

  /** How many papers there are. */
  get size() {
    return this.#documents.length;
  }

  /** The words of all files that were loaded, as pairs with the number of papers that have each. */
  get words() {
    return this.#words;
  }

  read(number) {
    return readPaper(this.#root, this.#documents[number][0]);
  }

  /**
   * Returns the papers that have a word in one of its `forms`: exactly so, inflected, or as the beginning of a word;
   * only exactly so if it is `whole`.
   */
  async find(forms, whole = false) {
    const hits = new Hits();
    for (const form of forms) {
      const root = whole ? form : stem(form);
      for (const [word, papers, variants] of await this.#load(root, whole ? root : `${root}\uffff`)) {
        const quality = rate(word, form, root);
        if (!quality) continue;
        for (const list of [papers, ...variants.map(([, found]) => found)]) collect(hits, word, list, quality);
      }
    }
    return hits;
  }

  /** Loads the words from `first` to `last`. */
  async #load(first, last) {
    const from = Math.max(this.#chunks.findLastIndex(([start]) => start <= first), 0);
    const chunks = this.#chunks.slice(from, from + CHUNKS).filter(([start]) => start <= last);
    const words = await Promise.all(chunks.map(([, , name]) => this.#loadChunk(name)));
    return words.flat().filter(([word]) => word >= first && word <= last);
  }

  #loadChunk(name) {
    if (!this.#loading.has(name)) {
      const loading = readValue(`${this.#root}index/${name}.pf_index`);
      loading.then(([words]) => this.#words.push(...words.map(([word, papers]) => [word, papers.length])));
      this.#loading.set(name, loading.then(([words]) => words));
    }
    return this.#loading.get(name);
  }
}

/** How well a word answers a form of what was asked; 0 if it doesn't. */
function rate(word, form, root) {
  if (word === form) return 1;
  if (root !== form && stem(word) === root) return FORM;
  if (root === form && stem(word) === root && root.length > 3) return FORM;
  if (form.length < 2 || !word.startsWith(form)) return 0;
  return (BEGINNING * (1 + form.length / word.length)) / 2;
}

function collect(hits, word, papers, quality) {
  let number = 0;
  for (const [step, places, metas] of papers) {
    number += step;
    hits.add(number, word, weigh(places, metas), quality);
  }
}

/** Returns the places where a word stands in a paper, each with what it counts there. */
function weigh(places, metas) {
  if (!places.length && metas.length) return [[-1, LABEL]]; // the year, which stands nowhere else
  const found = [];
  let worth = TEXT;
  let place = 0;
  for (let at = 0; at < places.length; at++) {
    const isWeight = places[at] < 0;
    if (isWeight) worth = WORTH.get(-1 - places[at]) ?? TEXT;
    place = isWeight ? places[++at] : place + places[at];
    found.push([place, worth]);
  }
  return found;
}

/** The papers that have a term, by their numbers, and the words of the index that it was found as. */
export class Hits extends Map {
  words = new Set();

  /** Adds a word that stands at `places` of a paper. */
  add(number, word, places, quality) {
    this.words.add(word);
    if (!this.has(number)) this.set(number, { score: 0, places: new Map() });
    const hit = this.get(number);
    const best = Math.max(...places.map(([, worth]) => worth));
    const often = best === TEXT ? AGAIN * Math.min(places.length - 1, 4) : 0;
    hit.score = Math.max(hit.score, quality * (best + often));
    for (const [place, worth] of places) hit.places.set(place, worth);
  }
}
