import { createRequire as teikiRequire } from 'node:module';
const require = teikiRequire(import.meta.url);
const __filename = import.meta.filename, __dirname = import.meta.dirname;
import{windowKey}from"./chunk-ESG5Y5UE.js";import"./chunk-7ZOW6G6L.js";import"./chunk-53YZK5HM.js";export{windowKey};
