// How a person is called where there is little room.

const SPLIT = new Intl.Segmenter(undefined, { granularity: "grapheme" });

/** @param {string} word */
const first = (word) => SPLIT.segment(word)[Symbol.iterator]().next().value?.segment ?? "";

/**
 * Two letters at most: of the first and of the last word of a name.
 * @param {string} name such as "Rosa Jiménez", "Student 12" or "李雷"
 */
export function initials(name) {
  const words = name.split(/[\s\-–_.]+/u).filter((word) => /[\p{L}\p{N}]/u.test(word));
  const last = words.at(-1) ?? "";
  // of a number all digits count: Student 12 is not Student 1
  if (words.length > 1 && /^\d{1,3}$/.test(last)) return last;
  const letters = words.length > 1 ? first(words[0]) + first(last) : first(last);
  return letters.toLocaleUpperCase();
}
