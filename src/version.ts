/** Follows package.json (a test compares them); a constant, because the bundle has no package.json. */
export const version = '0.1.0';
