// What a page is to say when it is there again: the class has taken it elsewhere, and a page that goes away says nothing.

const KEY = "orbital-raft.word";

/** @param {string} says */
export function keepWord(says) {
  try {
    sessionStorage.setItem(KEY, says);
  } catch {
    // a browser that keeps nothing goes along in silence
  }
}

/** @returns {string|null} what was kept, once */
export function takeWord() {
  try {
    const says = sessionStorage.getItem(KEY);
    sessionStorage.removeItem(KEY);
    return says;
  } catch {
    return null;
  }
}
