/**
 * What papers are chosen and ordered by: tables beside the search index, in which papers are numbers, the oldest 0.
 *
 * A list by facets alone needs neither the index nor the program that reads it.
 */

const DIGITS = 32; // the base of the digit that a paper is in the folder of its group
const MARK = 12; // bytes before what a file of the index holds

/** Loads the tables below `root`; fails when there are none. */
export async function openLists(root) {
  const entry = await fetch(`${root}pagefind-entry.json`, { cache: "no-cache" }).then((answer) => answer.json());
  const table = (name) => unpack(`${root}${name}.${entry.tables[name]}.pf_table`);
  const [{ facets }, groups] = await Promise.all([table("papers"), table("groups")]);
  return new Lists(root, facets, groups, () => table("orders"));
}

async function unpack(address) {
  const answer = await fetch(address);
  if (!answer.ok) throw new Error(`${address}: ${answer.status}`);
  const data = await new Response(answer.body.pipeThrough(new DecompressionStream("gzip"))).arrayBuffer();
  return JSON.parse(new TextDecoder().decode(data.slice(MARK)));
}

class Lists {
  #root;
  #facets;
  #groups;
  #firsts;
  #places;
  #loadOrders;
  #ranks = {};

  constructor(root, facets, groups, loadOrders) {
    this.#root = root;
    this.#facets = facets;
    // The names of the groups and the number of the first paper in each; without these, a paper is a group of its own.
    [this.#groups, this.#firsts] = groups;
    this.#places = new Map(this.#groups.map((group, at) => [group, this.#firsts[at] ?? at]));
    this.#loadOrders = loadOrders;
  }

  /** All numbers, the newest first. */
  get all() {
    const count = this.#facets.year[1].length;
    return Array.from({ length: count }, (_, at) => count - 1 - at);
  }

  /** The number of the paper that a result of the index is; none in tables of another index. */
  find(result) {
    const [group, digit = "0"] = result.id.split("/");
    return this.#places.has(group) ? this.#places.get(group) + parseInt(digit, DIGITS) : undefined;
  }

  values(facet, number) {
    const [sets, places] = this.#facets[facet];
    return sets[places[number]];
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

  /** The papers in an order: by date and by score the greatest first, by title from A; without a score last. */
  async order(numbers, name) {
    if (name !== "date") await this.#rank(name);
    const rank = (number) => this.#ranks[name]?.get(number) ?? Number.MAX_SAFE_INTEGER;
    return numbers.toSorted((a, b) => rank(a) - rank(b) || b - a);
  }

  async #rank(name) {
    this.#ranks[name] ??= new Map((await this.#loadOrders())[name].map((number, at) => [number, at]));
  }

  #name(number) {
    const at = this.#firsts.findLastIndex((first) => first <= number);
    return at < 0 ? this.#groups[number] : `${this.#groups[at]}/${(number - this.#firsts[at]).toString(DIGITS)}`;
  }

  /** A paper as the index has it, without what a query would have found in it. */
  async read(number) {
    const paper = await unpack(`${this.#root}fragment/${this.#name(number)}.pf_fragment`);
    const url = new URL(`..${paper.url}`, new URL(this.#root, location.href)).pathname;
    return { ...paper, url, locations: [] };
  }
}
