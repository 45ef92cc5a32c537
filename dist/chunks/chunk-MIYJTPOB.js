import { createRequire as teikiRequire } from 'node:module';
const require = teikiRequire(import.meta.url);
const __filename = import.meta.filename, __dirname = import.meta.dirname;
import{plainSentence}from"./chunk-NEI3UMJX.js";import{githubMessages}from"./chunk-AFIA3EN7.js";var GitHubError=class extends Error{name="GitHubError";kind;status;fields;problem;remedy;constructor(kind,args,details={}){let problem={id:`github/${kind}`,args},remedy={id:`github/${kind}-remedy`,args};super(`${english(problem)}. ${english(remedy)}`,{cause:details.cause}),this.kind=kind,this.status=details.status,this.fields=details.fields??[],this.problem=problem,this.remedy=remedy}};function english({id,args}){return plainSentence(githubMessages[id].en,args)}export{GitHubError};
