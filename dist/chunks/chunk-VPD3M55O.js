import { createRequire as teikiRequire } from 'node:module';
const require = teikiRequire(import.meta.url);
const __filename = import.meta.filename, __dirname = import.meta.dirname;
var severities=["critical","unknown","warning","note"],verdicts=["critical","unknown","warning","ok","skipped"];function worst(list){let seen=new Set(list);return verdicts.find(verdict=>seen.has(verdict))??"ok"}function verdictOf(findings){return worst(Array.from(findings,({severity})=>severity==="note"?"ok":severity))}function byVerdict(a,b){return verdicts.indexOf(a.verdict)-verdicts.indexOf(b.verdict)}export{severities,verdicts,worst,verdictOf,byVerdict};
