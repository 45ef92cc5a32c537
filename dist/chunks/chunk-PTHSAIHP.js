import { createRequire as teikiRequire } from 'node:module';
const require = teikiRequire(import.meta.url);
const __filename = import.meta.filename, __dirname = import.meta.dirname;
var folders=[["/var/log","adm"]];function readingGroups(params,probes){let found=new Map;for(let path of strings(params)){let group=folders.find(([prefix])=>path===prefix||path.startsWith(`${prefix}/`))?.[1];group&&found.set(path,{group,reads:path})}return Object.values(probes).some(probe=>probe.kind==="shell"&&probe.requires.includes("journalctl"))&&found.set("journal",{group:"systemd-journal",reads:"journal"}),[...found.values()]}function strings(value){return typeof value=="string"?[value]:typeof value!="object"||value===null?[]:Object.values(value).flatMap(strings)}export{readingGroups};
