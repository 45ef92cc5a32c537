import { catalogue } from '../../src/catalogue/registry.ts';

/** All of the catalogue, loaded. */
const entries = await catalogue.load(catalogue.ids);

export const checks = entries.filter((entry) => entry.kind === 'check');
export const tasks = entries.filter((entry) => entry.kind === 'task');
