// Where the lab lies on its server: at the root, or under the path that a proxy gives it. The page knows.

/** The address of something of ours. @param {string} path such as "/lab" */
export const at = (path) => (globalThis.document?.documentElement?.dataset?.base ?? "") + path;
