import { createRequire as teikiRequire } from 'node:module';
const require = teikiRequire(import.meta.url);
const __filename = import.meta.filename, __dirname = import.meta.dirname;
import{commitRecords,defaultAuthor}from"./chunk-FIYYP6MW.js";import"./chunk-CPN44ARM.js";import"./chunk-N4IKH6MU.js";import"./chunk-DXN72ARJ.js";import"./chunk-SHZFLHMH.js";import"./chunk-B7HHNPCF.js";import"./chunk-7ZOW6G6L.js";import"./chunk-RFTHEW45.js";import"./chunk-HQ5E4P6Z.js";import"./chunk-53YZK5HM.js";export{commitRecords,defaultAuthor};
