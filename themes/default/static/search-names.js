/**
 * The table of names beside the index: people, venues, categories and other pages that are found by name, and the words
 * with which a mistyped one is compared.
 */

import { openEntry, readJson } from "./search-files.js";
import { fold, spell } from "./search-text.js";

const FEW = 8; // files that are all loaded to correct a word
const MOST = 3; // files that are loaded for the beginning of a name
/**
 * How well a word answers some of a name: is them without the spaces, is the first initial, begins one, is another
 * initial, stands inside.
 */
const JOINED = 0.9, FIRST = 0.7, BEGINNING = 0.6, INITIAL = 0.5, INSIDE = 0.4;
const OTHER = 0.9; // a name by which something is also known

/** Opens the table below `root`. */
export async function openNames(root) {
  const { tables } = await openEntry(root);
  const { kinds, papers, files } = await readJson(`${root}names.${tables.names}.pf_table`);
  return new Names(root, kinds, papers, files);
}

class Names {
  #root;
  #kinds;
  #forms;
  #files;
  #loading = new Map();

  constructor(root, kinds, forms, files) {
    this.#root = root;
    this.#kinds = kinds;
    this.#forms = forms; // of "3 papers" in the site's language
    this.#files = files;
  }

  /** Returns the pages whose names have all of the words, the best first. */
  async find(words) {
    const asked = words.map((word) => ({ word, forms: spell(word), letters: letters(word) }));
    const longest = asked.reduce((one, other) => (other.forms[0].length > one.forms[0].length ? other : one), asked[0]);
    if (!longest || longest.forms[0].length < 2) return [];
    const files = await Promise.all(longest.forms.map((form) => this.#load(form, `${form}\uffff`)));
    const found = new Map();
    for (const row of files.flat().flatMap((file) => file.names)) {
      const page = this.#describe(row);
      if (found.has(page.url)) continue;
      page.quality = rateNames(row, asked, page.isPerson);
      if (page.quality) found.set(page.url, page);
    }
    const pages = [...found.values()];
    return pages.sort((one, other) => other.quality - one.quality || other.count - one.count || one.url.localeCompare(other.url));
  }

  /** Returns the words that may have been meant where one is mistyped, as pairs with a power of two of its papers. */
  async listWords(word) {
    const starts = this.#files.length > FEW ? [word.slice(0, 2), word[1]] : [""];
    const files = await Promise.all(starts.map((start) => this.#load(start, start ? `${start}\uffff` : "\uffff", FEW)));
    const words = files.flat().flatMap((file) => (file.words ? file.words.split(" ") : []));
    return words.map((entry) => [entry.slice(0, -1), Number(entry.at(-1))]);
  }

  async #load(first, last, most = MOST) {
    const from = Math.max(this.#files.findLastIndex(([start]) => start <= first), 0);
    const files = this.#files.slice(from, from + most).filter(([start]) => start <= last);
    return Promise.all(files.map(([, name]) => this.#loadFile(name)));
  }

  #loadFile(name) {
    if (!this.#loading.has(name)) this.#loading.set(name, readJson(`${this.#root}names/${name}.pf_table`));
    return this.#loading.get(name);
  }

  #describe([kind, name, key, count = 0, others = [], note = "", image = ""]) {
    const [label, address] = this.#kinds[kind];
    const url = address.replace("{key}", encodeURIComponent(key || fold(name).replace(/[^a-z0-9]+/g, "-")));
    const isPerson = address.includes("authors/");
    const what = [note || (isPerson ? "" : label), count ? this.#tell(count) : ""].filter(Boolean).join(" · ");
    return { name, others, url, count, what, image, isPerson };
  }

  #tell(count) {
    const language = document.documentElement.lang;
    const form = this.#forms[new Intl.PluralRules(language).select(count)] ?? this.#forms.other;
    return form.replace("{n}", count.toLocaleString(language));
  }
}

/** The letters of a word that may be initials: `JP`, `P.`; none for other words. */
function letters(word) {
  const bare = word.replace(/[.\-\s]/g, "");
  const isInitials = bare.length === 1 || (bare.length < 4 && bare === bare.toUpperCase());
  return isInitials ? [...fold(bare)] : [];
}

function rateNames([, name, key, , others = []], asked, isPerson) {
  const rate = (text, worth) => worth * rateName(text, asked, isPerson);
  return Math.max(rate(name, 1), key ? rate(key.replaceAll("-", " "), OTHER) : 0, ...others.map((other) => rate(other, OTHER)));
}

/**
 * How well a name answers what was asked: 1 if it is that, 0 if a word isn't in it. A person is known by one name of
 * several; of the name of anything else, a third must have been asked for.
 */
function rateName(name, asked, isPerson) {
  const words = name.split(/[^\p{L}\p{N}+#]+/u).filter(Boolean).map(spell);
  const whole = words.map(([plain]) => plain).join("");
  const left = new Set(words);
  let sum = 0;
  for (const one of asked) {
    const [quality, taken] = rateWord(one, left, words, whole);
    if (!quality) return 0;
    for (const word of taken) left.delete(word);
    sum += quality;
  }
  const isLong = ([plain]) => plain.length > 3;
  const long = words.filter(isLong).length;
  if (!isPerson && long && [...left].filter(isLong).length > (2 * long) / 3) return 0;
  return (sum / asked.length) * (1 - (0.4 * left.size) / words.length);
}

/** How well some of the words that are left of a name answer a word that was asked, and the words that this takes. */
function rateWord({ word, forms, letters: initials }, left, words, whole) {
  const rest = [...left];
  const equal = rest.find((one) => one.some((form) => form.length > 1 && forms.includes(form)));
  if (equal) return [1, [equal]];
  const longer = forms[0].length > 1 && rest.find((one) => one.some((form) => form.startsWith(forms[0])));
  if (longer) return [BEGINNING, [longer]];
  if (initials.length) {
    const taken = initials.map((letter) => rest.splice(rest.findIndex(([plain]) => plain.startsWith(letter)) >>> 0, 1)[0]);
    if (taken.every(Boolean)) return [taken[0] === words[0] ? FIRST : INITIAL, taken];
  }
  const joined = [...left].flatMap((_, at, all) => [2, 3, 4].map((count) => all.slice(at, at + count)));
  const same = joined.find((some) => some.map(([plain]) => plain).join("") === forms[0]);
  if (same) return [JOINED, same];
  return /[^\p{ASCII}]/u.test(word) && whole.includes(forms[0]) ? [INSIDE, []] : [0, []];
}
