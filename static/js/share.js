// A link that holds a whole run: its script, made small, with a version, and the position that was looked at.

/** @typedef {{script: string, at: number|null}} Shared */

const VERSION = 1;
/** Longer ones are cut off by some programs that people paste links into. */
export const LONGEST_LINK = 8_000;
/** A script of a mebibyte is refused by the server; a link that unfolds to more is no link of ours. */
const LONGEST_SCRIPT = 1_048_576;

/** A link that cannot be opened; `why` is a key of the words for it. */
export class BadLink extends Error {
  /** @param {"damaged"|"newer"} why */
  constructor(why) {
    super(why);
    this.why = why;
  }
}

/** A sum that a link which lost its end does not fit (FNV-1a). @param {string} text */
function sumOf(text) {
  let sum = 0x811c9dc5;
  for (const byte of new TextEncoder().encode(text)) sum = Math.imul(sum ^ byte, 0x01000193);
  return (sum >>> 0).toString(36);
}

/** @param {Uint8Array<ArrayBuffer>} bytes @param {CompressionStream|DecompressionStream} through @param {number} most */
async function passed(bytes, through, most) {
  /** @type {Uint8Array[]} */
  const parts = [];
  let length = 0;
  const reader = /** @type {ReadableStream<Uint8Array>} */ (new Blob([bytes]).stream().pipeThrough(through)).getReader();
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    length += part.value.length;
    if (length > most) throw new RangeError("too long");
    parts.push(part.value);
  }
  const whole = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

/**
 * The fragment of a link to a script, such as "#open=1.1b3k2a.c3RlcA&at=412".
 * @param {string} script
 * @param {number|null} at the position to be shown, null for the end
 */
export async function fragmentOf(script, at) {
  const small = await passed(new TextEncoder().encode(script), new CompressionStream("deflate-raw"), Infinity);
  const text = btoa(Array.from(small, (byte) => String.fromCharCode(byte)).join("")).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
  return `#open=${VERSION}.${sumOf(script)}.${text}${at === null ? "" : `&at=${at}`}`;
}

/**
 * What a fragment shares; null when it shares nothing.
 * @param {string} fragment
 * @returns {Promise<Shared|null>}
 * @throws {BadLink}
 */
export async function sharedIn(fragment) {
  const fields = new URLSearchParams(fragment.replace(/^#/, ""));
  const open = fields.get("open");
  if (open === null) return null;
  const [, version, rest] = /^(\d+)\.(.*)$/.exec(open) ?? [];
  if (version === undefined) throw new BadLink("damaged");
  if (Number(version) > VERSION) throw new BadLink("newer");
  const [sum, text = ""] = rest.split(".");
  const script = await unfolded(text);
  if (sumOf(script) !== sum) throw new BadLink("damaged");
  const at = fields.get("at") ?? "";
  return { script, at: /^\d{1,9}$/.test(at) ? Number(at) : null };
}

/** @param {string} text @throws {BadLink} */
async function unfolded(text) {
  try {
    const small = Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (letter) => letter.charCodeAt(0));
    return new TextDecoder("utf-8", { fatal: true }).decode(await passed(small, new DecompressionStream("deflate-raw"), LONGEST_SCRIPT));
  } catch {
    throw new BadLink("damaged");
  }
}
