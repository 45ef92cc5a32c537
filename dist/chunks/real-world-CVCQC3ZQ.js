import { createRequire as teikiRequire } from 'node:module';
const require = teikiRequire(import.meta.url);
const __filename = import.meta.filename, __dirname = import.meta.dirname;
import{realWorld}from"./chunk-XHZWD537.js";import"./chunk-DEUMWJME.js";import"./chunk-HQ5E4P6Z.js";import"./chunk-CVTKTWPW.js";import"./chunk-4YFQ6P5I.js";import"./chunk-XMNIHFNR.js";import"./chunk-HAN75635.js";import"./chunk-2RTR47SB.js";import"./chunk-53YZK5HM.js";export{realWorld};
