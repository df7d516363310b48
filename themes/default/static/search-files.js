/** The files of the search index: fetched once, unpacked, decoded. */

const MARK = 12; // bytes before what a file holds
const NUMBER = 0, BELOW_ZERO = 1, TEXT = 3, ARRAY = 4; // kinds of values in CBOR (RFC 8949)

const entries = new Map();
const texts = new TextDecoder();

/**
 * Returns what the index below `root` is made of: the names of its files, which change with what the files hold, and
 * whether only Pagefind's own program can read them.
 */
export function openEntry(root) {
  if (!entries.has(root)) entries.set(root, fetch(`${root}pagefind-entry.json`, { cache: "no-cache" }).then(readEntry));
  return entries.get(root);
}

/** Forgets what is known of an index: since it was opened, the site was published anew. */
export function forgetEntry(root) {
  entries.delete(root);
}

async function readEntry(answer) {
  const { languages, tables, plain } = await answer.json();
  return { index: Object.values(languages)[0].hash, tables, isPlain: plain };
}

/** Returns a file of the index, a table or a paper, that is in JSON. */
export async function readJson(address) {
  return JSON.parse(texts.decode(await unpack(address)));
}

/** Returns a file of the index that is in CBOR: numbers, texts and arrays. */
export async function readValue(address) {
  return decode(await unpack(address));
}

async function unpack(address) {
  const answer = await fetch(address);
  if (!answer.ok) throw new Error(`${address}: ${answer.status}`);
  const data = await new Response(answer.body.pipeThrough(new DecompressionStream("gzip"))).arrayBuffer();
  return new Uint8Array(data, MARK);
}

function decode(bytes) {
  const view = new DataView(bytes.buffer, bytes.byteOffset);
  let at = 0;
  const head = () => {
    const first = bytes[at++];
    const size = (first & 31) - 24;
    if (size < 0) return [first >> 5, first & 31];
    at += 1 << size;
    if (size === 0) return [first >> 5, bytes[at - 1]];
    return [first >> 5, size === 1 ? view.getUint16(at - 2) : view.getUint32(at - 4)];
  };
  const value = () => {
    const [kind, number] = head();
    if (kind === NUMBER) return number;
    if (kind === BELOW_ZERO) return -1 - number;
    if (kind === TEXT) return texts.decode(bytes.subarray(at, (at += number)));
    if (kind !== ARRAY) throw new Error(`kind ${kind} in the index`);
    return Array.from({ length: number }, value);
  };
  return value();
}
