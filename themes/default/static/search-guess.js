/** What may have been meant by a word that no paper has. */

const SHORTEST = 4; // letters of a word that is corrected
const LONG = 8; // letters from which two of them may be wrong
const SLIP = 0.75; // what a letter too many or too few counts, and two that are swapped; another letter counts 1
const SHARED = 0.6; // of a long word: what another form of it begins with, if need be
const MOST = 5; // guesses

/**
 * Returns the words of a vocabulary that a mistyped one may be, the likeliest first. `vocabulary` holds pairs of a word
 * and how common it is. Beside words that are known (`isAmong`), more may be wrong: what they don't go with is no guess.
 */
export function guess(word, vocabulary, isAmong) {
  if (!/^[a-z]+$/.test(word) || word.length < SHORTEST) return [];
  const letters = word.length + (isAmong ? 2 : 0);
  const most = letters < LONG ? 1 : letters < LONG + 2 ? 1 + SLIP : 2;
  const root = word.length < LONG ? undefined : word.slice(0, Math.ceil(SHARED * word.length));
  const found = new Map();
  for (const [other, count] of vocabulary) {
    if (other === word || !/^[a-z]{4,}$/.test(other)) continue;
    const distance = SLIP * Math.abs(other.length - word.length) > most ? most + 1 : measure(word, other, most);
    // Of four letters, one may be missing or two swapped; with another letter, too many words are near.
    if (word.length === SHORTEST && !isAmong && other.length === word.length && !isSwapped(word, other)) continue;
    if (distance > most && !(root && other.startsWith(root))) continue;
    const cost = distance + (other[0] === word[0] ? 0 : 0.5) - Math.log2(1 + count) / 20;
    if (cost < (found.get(other) ?? Infinity)) found.set(other, cost);
  }
  return [...found].sort((one, next) => one[1] - next[1]).slice(0, MOST).map(([other]) => other);
}

/** Returns the two words of a vocabulary that stand in one, the longest of them the longer; none if there are no two. */
export function part(word, vocabulary) {
  const known = new Set(vocabulary.map(([other]) => other));
  const cuts = Array.from({ length: Math.max(word.length - 5, 0) }, (_, at) => [word.slice(0, at + 3), word.slice(at + 3)]);
  const fit = cuts.filter((two) => two.every((one) => known.has(one)));
  return fit.sort((one, other) => Math.abs(one[0].length - one[1].length) - Math.abs(other[0].length - other[1].length))[0] ?? [];
}

function isSwapped(word, other) {
  return [...word].sort().join() === [...other].sort().join();
}

/**
 * Returns how far a word is from another by the letters that differ, are missing, or are swapped with the next (the
 * distance of optimal string alignment); more than `most` as soon as that is sure.
 */
function measure(word, other, most) {
  let before = [];
  let last = Array.from({ length: other.length + 1 }, (_, at) => SLIP * at);
  for (let row = 1; row <= word.length; row++) {
    const next = [SLIP * row];
    for (let at = 1; at <= other.length; at++) {
      const same = word[row - 1] === other[at - 1];
      next[at] = Math.min(last[at] + SLIP, next[at - 1] + SLIP, last[at - 1] + (same ? 0 : 1));
      const swapped = row > 1 && at > 1 && word[row - 1] === other[at - 2] && word[row - 2] === other[at - 1];
      if (swapped) next[at] = Math.min(next[at], before[at - 2] + SLIP);
    }
    if (Math.min(...next) > most) return most + 1;
    [before, last] = [last, next];
  }
  return last[other.length];
}
