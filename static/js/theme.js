// Runs before the page is painted, so that what was chosen on an earlier visit never flashes its opposite.
(() => {
  const legal = { theme: ["light", "dark"], keys: ["off"], motion: ["reduce"], sound: ["on"] };
  try {
    for (const [name, values] of Object.entries(legal)) {
      const value = localStorage.getItem(`orbital-raft.${name}`);
      if (value && values.includes(value)) document.documentElement.dataset[name] = value;
    }
    const projects = location.pathname === `${document.documentElement.dataset.base ?? ""}/lab` && sessionStorage.getItem("orbital-raft.mode") === "projector";
    if (projects) document.documentElement.dataset.mode = "projector";
  } catch {
    // a browser that keeps nothing, or a page opened from a file, has nothing to put back
  }
})();
