import { createRequire as teikiRequire } from 'node:module';
const require = teikiRequire(import.meta.url);
const __filename = import.meta.filename, __dirname = import.meta.dirname;
import{exitStatus}from"./chunk-QND6WAE2.js";import{formatIssue,hasErrors,loadInstance}from"./chunk-RQRGU746.js";import"./chunk-FYOKIZHG.js";import"./chunk-W2RVS2GW.js";import{catalogue}from"./chunk-SDDGMBKI.js";import"./chunk-CXTOWL3J.js";import"./chunk-53YZK5HM.js";async function validate({format},{dir}){let{issues,runbooks,fleet}=await loadInstance(dir,{catalogue});if(format==="json")process.stdout.write(`${JSON.stringify(issues,null,2)}
`);else{for(let issue of issues)process.stdout.write(`${formatIssue(issue)}
`);let errors=issues.filter(({level})=>level==="error").length,warnings=issues.length-errors,counts=`${count(runbooks.length,"runbook")}, ${count(fleet.hosts.size,"host")}`;process.stdout.write(`${dir}: ${counts}; ${count(errors,"error")}, ${count(warnings,"warning")}
`)}return hasErrors(issues)?exitStatus.wrongUsage:exitStatus.nothingNeedsAttention}function count(number,noun){return`${number} ${noun}${number===1?"":"s"}`}export{validate};
