import { createRequire as teikiRequire } from 'node:module';
const require = teikiRequire(import.meta.url);
const __filename = import.meta.filename, __dirname = import.meta.dirname;
import{UsageError}from"./chunk-QND6WAE2.js";import{suggest}from"./chunk-RQRGU746.js";function chooseHosts(list,{hosts},names){let known=[...hosts.keys()];if(known.length===0)throw new UsageError("fleet.yml has no hosts yet: add them under `hosts`");for(let name of names??[]){if(hosts.has(name))continue;let hint=suggest(name,known,"the hosts");throw new UsageError(`there is no host \`${name}\` in the fleet${hint===void 0?"":`: ${hint}`}`)}return names===void 0?list:list.filter(({host})=>names.includes(host.name))}export{chooseHosts};
