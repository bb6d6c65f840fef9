// The first script of an offline page: gives every module an address and starts the lab with the recording.
// It stands alone, because until it has run there is nothing to import.
(async () => {
  const nonce = /** @type {HTMLScriptElement} */ (document.currentScript).nonce;

  /** What the page carries packed: gzip, written as text. @param {string} id */
  const unpacked = async (id) => {
    const letters = atob(document.getElementById(id)?.textContent ?? "");
    const bytes = new Uint8Array(letters.length);
    for (let i = 0; i < bytes.length; i++) bytes[i] = letters.charCodeAt(i);
    const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
    return await new Response(stream).text();
  };

  /** @param {[string, string]} module @returns {[string, string]} */
  const housed = ([name, code]) => [name, URL.createObjectURL(new Blob([code], { type: "text/javascript" }))];

  try {
    const modules = /** @type {Record<string, string>} */ (JSON.parse(await unpacked("modules")));
    const map = document.createElement("script");
    map.type = "importmap";
    map.nonce = nonce;
    map.textContent = JSON.stringify({ imports: Object.fromEntries(Object.entries(modules).map(housed)) });
    document.head.append(map);
    // another language is laid over the words before anything reads them
    const words = `lab/words/${document.documentElement.lang}.js`;
    if (words in modules) await import(words);
    const entry = "lab/offline/main.js";
    (await import(entry)).open(await unpacked("recording"));
  } catch (error) {
    const sorry = document.getElementById("sorry");
    if (sorry) sorry.hidden = false;
    throw error;
  }
})();
