// Runs before the page is painted, so that a remembered theme never flashes the other one.
(() => {
  const key = "orbital-raft.theme";
  try {
    const theme = localStorage.getItem(key);
    if (theme === "light" || theme === "dark") document.documentElement.dataset.theme = theme;
  } catch {
    // a browser that keeps nothing, or a page opened from a file, follows the system
  }
})();
