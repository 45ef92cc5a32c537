import { createRequire as teikiRequire } from 'node:module';
const require = teikiRequire(import.meta.url);
const __filename = import.meta.filename, __dirname = import.meta.dirname;
import{word}from"./chunk-OW5Y73ND.js";import{localDate}from"./chunk-B7HHNPCF.js";import"./chunk-7ZOW6G6L.js";import{cleanLine}from"./chunk-RFTHEW45.js";import"./chunk-53YZK5HM.js";function commitMessage(records,locale){let lines=records.map(record=>lineOf(record,locale)),[first=""]=lines,prefix=locale==="ja"?"記録":"Record";if(lines.length===1)return`${prefix}: ${first}
`;let more=locale==="ja"?`ほか ${lines.length-1} 件`:`and ${lines.length-1} more`;return`${prefix}: ${first} ${more}

${lines.map(line=>`- ${line}
`).join("")}`}function lineOf({run,runbook,timeZone},locale){let title=cleanLine(runbook.title[locale],{maxCharacters:100}),outcome=word(`outcome/${run.outcome}`,locale);return`${localDate(run.startedAt,timeZone)} ${title} (${outcome})`}export{commitMessage};
