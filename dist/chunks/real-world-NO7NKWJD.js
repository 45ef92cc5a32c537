import { createRequire as teikiRequire } from 'node:module';
const require = teikiRequire(import.meta.url);
const __filename = import.meta.filename, __dirname = import.meta.dirname;
import{realWorld}from"./chunk-3WA2MLIE.js";import"./chunk-RQ7KFO2R.js";import"./chunk-HQ5E4P6Z.js";import"./chunk-PCQFQXZO.js";import"./chunk-M6RERA7C.js";import"./chunk-CVTKTWPW.js";import"./chunk-53YZK5HM.js";export{realWorld};
