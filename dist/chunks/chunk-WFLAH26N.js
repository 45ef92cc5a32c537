import { createRequire as teikiRequire } from 'node:module';
const require = teikiRequire(import.meta.url);
const __filename = import.meta.filename, __dirname = import.meta.dirname;
function environmentNames(config,fleet){let names=[...config.notify.map(({webhook})=>webhook),config.heartbeat,config.services.postgres?.password,...[...fleet.hosts.values()].flatMap(secretsOf)].flatMap(source=>source?.kind==="env"?[source.name]:[]);return[...new Set(names)].toSorted()}function secretsOf({identity,passphrase,password}){return[identity,passphrase,password]}export{environmentNames};
