// Numbers as every language of the interface writes them. Translations import this, and no catalogue that waits for them.

/** @param {number} us @param {number} [digits] */
export const seconds = (us, digits = 3) => (us / 1e6).toFixed(digits);

const NUMBERS = new Intl.NumberFormat("en-US");

/**
 * A length of time in the unit that reads best.
 * @param {number} us
 */
export function lasting(us) {
  if (us >= 1e6) return `${Number((us / 1e6).toFixed(2))} s`;
  if (us >= 1000) return `${Number((us / 1000).toFixed(1))} ms`;
  return `${us} µs`;
}

/** @param {number} n */
export const count = (n) => NUMBERS.format(n);
