/** Searches with Pagefind's own program: an index of a form that search-index.js doesn't know. */

import { openEntry, readJson } from "./search-files.js";
import { readPaper } from "./search-index.js";
import { openNames } from "./search-names.js";
import { encode, fold, makeMarker, pairs, runsOf } from "./search-text.js";

/** Opens the index below `root`. What it answers has the form that search-query.js tells. */
export async function openPlain(root) {
  const [pagefind, { tables }, names] = await Promise.all([import(`${root}pagefind.js`), openEntry(root), openNames(root)]);
  await pagefind.init();
  const [files] = await readJson(`${root}groups.${tables.groups}.pf_table`);
  const numbers = new Map(files.map((file, number) => [file, number]));
  return { answer };

  async function answer(query) {
    const words = fold(query).split(/[^\p{L}\p{N}]+/u).filter(Boolean);
    const { results } = await pagefind.search(spellRuns(query));
    return {
      papers: results.map(({ id }) => numbers.get(id)).filter((number) => number !== undefined),
      pages: await names.find(words),
      marker: makeMarker((word) => words.some((one) => word.startsWith(one)), runsOf(query)),
      read: (number) => readPaper(root, files[number]),
    };
  }
}

/** A query with what it has in scripts without spaces as the index spells that. */
function spellRuns(query) {
  const plain = query.normalize("NFKC");
  const spelled = runsOf(plain).map((run) => [run, pairs(run).map(encode).join(" ")]);
  return spelled.reduce((text, [run, letters]) => text.replace(run, ` ${letters} `), plain);
}
