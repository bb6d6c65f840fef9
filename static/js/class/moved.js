// The class has gone on in another room: a page that follows begins anew there, and then says so.

const KEY = "orbital-raft.moved";

/** @param {string} title of what the class does now */
export function goAlong(title) {
  try {
    sessionStorage.setItem(KEY, title);
  } catch {
    // a browser that keeps nothing goes along in silence
  }
  location.reload();
}

/** @returns {string|null} where this page has just gone along to */
export function cameAlong() {
  try {
    const title = sessionStorage.getItem(KEY);
    sessionStorage.removeItem(KEY);
    return title;
  } catch {
    return null;
  }
}
