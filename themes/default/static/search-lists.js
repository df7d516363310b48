/**
 * What papers are chosen and ordered by: tables beside the search index, in which papers are numbers, the oldest 0.
 *
 * A list by facets alone needs no index.
 */

import { openEntry, readJson } from "./search-files.js";
import { readPaper } from "./search-index.js";

const DIGITS = 32; // the base of the digit that a paper is in the folder of its group

/** Loads the tables below `root`; fails when there are none. */
export async function openLists(root) {
  const { tables } = await openEntry(root);
  const table = (name) => readJson(`${root}${name}.${tables[name]}.pf_table`);
  const [{ count, facets, orders }, groups] = await Promise.all([table("papers"), table("groups")]);
  return new Lists(root, count, facets, orders, groups, () => table("orders"));
}

class Lists {
  #root;
  #count;
  #facets;
  #groups;
  #firsts;
  #loadOrders;
  #ranks = {};

  constructor(root, count, facets, orders, groups, loadOrders) {
    /** The orders that there are, beside that by date. */
    this.orders = orders;
    this.#root = root;
    this.#count = count;
    this.#facets = facets;
    // The names of the groups and the number of the first paper in each; without these, a paper is a group of its own.
    [this.#groups, this.#firsts] = groups;
    this.#loadOrders = loadOrders;
  }

  /** All numbers, the newest first. */
  get all() {
    return Array.from({ length: this.#count }, (_, at) => this.#count - 1 - at);
  }

  /** What a value of a facet is called. */
  name(facet, value) {
    return this.#facets[facet]?.[0][value] ?? value;
  }

  values(facet, number) {
    const [, sets, places] = this.#facets[facet] ?? [];
    return sets?.[places[number]] ?? [];
  }

  /** Those of the papers that have one of the values chosen in each facet. */
  choose(numbers, chosen) {
    return numbers.filter((number) => !this.#misses(number, chosen).length);
  }

  /**
   * How many of the papers have each value, by facet. A facet's own choice doesn't narrow its counts: they tell what
   * another value would bring.
   */
  tally(numbers, chosen) {
    const facets = Object.keys(this.#facets);
    const counts = Object.fromEntries(facets.map((facet) => [facet, {}]));
    for (const number of numbers) {
      const misses = this.#misses(number, chosen);
      if (misses.length > 1) continue;
      for (const facet of misses.length ? misses : facets) {
        for (const value of this.values(facet, number)) counts[facet][value] = (counts[facet][value] ?? 0) + 1;
      }
    }
    return counts;
  }

  /** The facets of whose chosen values a paper has none. */
  #misses(number, chosen) {
    const isMissed = ([facet, wanted]) => wanted.length && !this.values(facet, number).some((value) => wanted.includes(value));
    return Object.entries(chosen).filter(isMissed).map(([facet]) => facet);
  }

  /** The papers in an order: by title from A, others the greatest first, and last those without a number. */
  async order(numbers, name) {
    if (name !== "date") await this.#rank(name);
    const rank = (number) => this.#ranks[name]?.get(number) ?? Number.MAX_SAFE_INTEGER;
    return numbers.toSorted((a, b) => rank(a) - rank(b) || b - a);
  }

  async #rank(name) {
    this.#ranks[name] ??= new Map((await this.#loadOrders())[name].map((number, at) => [number, at]));
  }

  /** A paper as the index has it. */
  read(number) {
    return readPaper(this.#root, this.#name(number));
  }

  #name(number) {
    const at = this.#firsts.findLastIndex((first) => first <= number);
    return at < 0 ? this.#groups[number] : `${this.#groups[at]}/${(number - this.#firsts[at]).toString(DIGITS)}`;
  }
}
