import { createRequire as teikiRequire } from 'node:module';
const require = teikiRequire(import.meta.url);
const __filename = import.meta.filename, __dirname = import.meta.dirname;
import{githubMessages}from"./chunk-AFIA3EN7.js";import{renderMessage}from"./chunk-FDRNKFLD.js";var GitHubError=class extends Error{name="GitHubError";kind;status;fields;problem;remedy;constructor(kind,args,details={}){let problem={id:`github/${kind}`,args},remedy={id:`github/${kind}-remedy`,args};super(`${english(problem)}. ${english(remedy)}`,{cause:details.cause}),this.kind=kind,this.status=details.status,this.fields=details.fields??[],this.problem=problem,this.remedy=remedy}};function english(message){return renderMessage(message,"en",{timeZone:"UTC",messages:githubMessages})}export{GitHubError};
