import { createRequire as teikiRequire } from 'node:module';
const require = teikiRequire(import.meta.url);
const __filename = import.meta.filename, __dirname = import.meta.dirname;
import{UsageError}from"./chunk-QND6WAE2.js";import{formatIssue,hasErrors,loadInstance,suggest}from"./chunk-RQRGU746.js";import{catalogue}from"./chunk-SDDGMBKI.js";async function soundInstance(directory){let instance=await loadInstance(directory,{catalogue});return refuseIssues(instance.issues),instance}function refuseIssues(issues){if(!hasErrors(issues))return;let errors=issues.filter(({level})=>level==="error"),list=errors.map(issue=>formatIssue(issue)).join(`
`);throw new UsageError(`the instance has ${errors.length} error${errors.length===1?"":"s"}
${list}`)}function findRunbook({runbooks},id){let found=runbooks.find(runbook=>runbook.id===id);if(found)return found;let known=runbooks.map(runbook=>runbook.id);throw new UsageError(`there is no runbook \`${id}\`: ${suggest(id,known,"the runbooks")??"runbooks/ is empty"}`)}export{soundInstance,refuseIssues,findRunbook};
