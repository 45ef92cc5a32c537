import { createRequire as teikiRequire } from 'node:module';
const require = teikiRequire(import.meta.url);
const __filename = import.meta.filename, __dirname = import.meta.dirname;
import{localDate}from"./chunk-B7HHNPCF.js";function recordPaths({run,runId,timeZone}){for(let id of[run.runbook,runId])if(!/^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/.test(id))throw new RangeError(`"${id}" cannot be part of a record's file name: use letters, digits, ".", "_" and "-"`);let date=localDate(run.startedAt,timeZone),year=date.slice(0,4),base=`records/${year}/${date.slice(5,7)}/${date}-${run.runbook}-${runId}`;return{year:Number(year),json:`${base}.json`,markdown:`${base}.md`,journal:journalPath(Number(year))}}function journalPath(year){return`records/${year}/journal.md`}export{recordPaths,journalPath};
