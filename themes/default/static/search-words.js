/** What was asked: a query read as identifiers, phrases and words. */

import { encode, fold, pairs, runsOf, spell, withoutRuns } from "./search-text.js";

const MOST = 12; // words of a query that count
/** Words that say nothing about a paper, in languages that many papers are in. */
const SMALL = new Set(
  ("a about al all an and are as at be by can do does for from how in into is it its of on or our over than that the their to " +
    "under using via we what when which with der die das ein eine für im in mit und von zu les des du et la le un une en " +
    "el los las del y con por da do e em para uma").split(" "),
);
/** Identifiers of papers as they are typed and copied; the group is the identifier. */
const IDENTIFIERS = [
  /^(?:https?:\/\/)?(?:www\.|export\.|browse\.)?arxiv\.org\/(?:abs|pdf|html|format|src)\/(\d{4}\.\d{4,5}|[a-z-]+(?:\.[a-z]{2})?\/\d{7})(?:v\d+)?(?:\.pdf)?\/?(?:[?#].*)?$/i,
  /^(?:arxiv:)?(\d{4}\.\d{4,5})(?:v\d+)?(?:\.pdf)?$/i,
  /^(?:arxiv:)?([a-z]+(?:-[a-z]+)*(?:\.[a-z]{2})?\/\d{7})(?:v\d+)?$/i,
  /^(?:doi:|(?:https?:\/\/)?(?:www\.|dx\.)?doi\.org\/)?(10\.\d{4,9}\/\S+)$/i,
  /^https?:\/\/\S+?\/(10\.\d{4,9}\/[^\s?#]+)/i,
  /^(?:pmid:|(?:https?:\/\/)?(?:pubmed\.ncbi\.nlm\.nih\.gov|(?:www\.)?ncbi\.nlm\.nih\.gov\/pubmed)\/)(\d{1,9})\/?$/i,
  /^(?:pmcid:)?(?:(?:https?:\/\/)?(?:(?:www\.)?ncbi\.nlm\.nih\.gov\/pmc\/articles|pmc\.ncbi\.nlm\.nih\.gov\/articles)\/)?(PMC\d+)\/?$/i,
  /^(?:https?:\/\/(?:www\.)?orcid\.org\/)?(\d{4}-\d{4}-\d{4}-\d{3}[\dx])\/?$/i,
];
/** Any other address: its last part is often that of the DOI. */
const ADDRESS = /^https?:\/\/\S*?([^\s/?#=]+)\/?$/i;
const ARXIV_DOI = /^10\.48550\/arxiv\./i;

/**
 * Returns the terms of a query. A term has the `forms` under which it may be in the index. It is `whole` if longer words
 * don't count, a phrase if it has `parts`, an identifier if it `isNumber`; `isSmall` if a paper needn't have it.
 */
export function readTerms(query) {
  const typed = query.normalize("NFKC").replace(/\b(?:authors?|title|venue|year|tags?|category|keywords?):\s*/gi, "");
  const plain = typed.replace(/\b(arxiv|doi|pmid|pmcid)[:\s]\s*(?=\S*\d)/gi, "$1:");
  const terms = plain.split(/["“”„«»]/).flatMap((part, at, all) => {
    const isPhrase = at % 2 === 1 && at < all.length - 1 && !runsOf(part).length;
    return isPhrase ? readPhrase(part) : readWords(part);
  });
  const needed = terms.some((term) => !term.isSmall);
  return terms.slice(0, MOST).map((term) => (needed ? term : { ...term, isSmall: false }));
}

function readPhrase(text) {
  const parts = text.split(/\s+/).map((word) => ({ text: word, forms: spell(word), whole: true })).filter(hasForm);
  if (!parts.length) return [];
  return [{ text: text.trim(), forms: parts.flatMap((part) => part.forms), parts }];
}

function readWords(text) {
  return text.split(/\s+/).filter(Boolean).flatMap((word) => {
    if (/^\[[a-z-]+(?:\.[a-z]{2})?\]$/i.test(word)) return []; // the class behind an identifier of arXiv's
    const numbers = readIdentifier(word);
    if (numbers.length) return [{ text: word, forms: numbers, whole: true, isNumber: true }];
    const runs = runsOf(word).flatMap(pairs);
    const rest = withoutRuns(word).split(/[\s,;/]+/).map(readWord).filter(hasForm);
    return [...runs.map((pair) => ({ text: pair, forms: [encode(pair)], isRun: true, whole: pair.length > 1 })), ...rest];
  });
}

function readWord(text) {
  const forms = spell(text);
  const pieces = fold(text).split(/[^\p{L}\p{N}+#]+/u).filter(Boolean);
  const isSmall = SMALL.has(forms[0]) || /^\p{L}$/u.test(forms[0]);
  return { text: text.replace(/^[^\p{L}\p{N}]+|[^\p{L}\p{N}+#.]+$/gu, ""), forms, pieces: pieces.length > 1 ? pieces : [], isSmall };
}

function hasForm({ forms }) {
  return /[\p{L}\p{N}]/u.test(forms[0]);
}

/** Returns the identifier that a word is, as the index has it, in one piece; of a DOI of arXiv's, both. */
function readIdentifier(word) {
  const bare = decode(word).replace(/^[[(<{]+|[\])>},;.]+$/g, "");
  const match = IDENTIFIERS.map((pattern) => bare.match(pattern)).find(Boolean);
  const end = !match && bare.match(ADDRESS);
  if (end) return readIdentifier(end[1]).concat(reduce(end[1]));
  if (!match) return [];
  const known = match[1].replace(/(?:[.,;:)]|\/(?:full|pdf|abstract|epdf|html|meta)|\.pdf)+$/i, "");
  const numbers = [known.replace(/\.[a-z]{2}(?=\/\d{7}$)/i, "")];
  if (ARXIV_DOI.test(known)) numbers.push(known.replace(ARXIV_DOI, "").replace(/v\d+$/i, ""));
  return numbers.map(reduce);
}

/** The form in which the index has identifiers: in one piece. */
function reduce(number) {
  return number.toLowerCase().replace(/[^\p{L}\p{N}]/gu, "");
}

function decode(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return text; // a percent sign that begins no code
  }
}
