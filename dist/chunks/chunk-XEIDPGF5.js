import { createRequire as teikiRequire } from 'node:module';
const require = teikiRequire(import.meta.url);
const __filename = import.meta.filename, __dirname = import.meta.dirname;
function runIdOf({runId,runAttempt}){return`${runId}-${runAttempt}`}var suffix="-recheck";function recheckIdOf(runId){return runId+suffix}function isRecheck(runId){return runId.endsWith(suffix)}export{runIdOf,recheckIdOf,isRecheck};
