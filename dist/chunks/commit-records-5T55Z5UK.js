import { createRequire as teikiRequire } from 'node:module';
const require = teikiRequire(import.meta.url);
const __filename = import.meta.filename, __dirname = import.meta.dirname;
import{commitRecords,defaultAuthor}from"./chunk-QS5G23SX.js";import"./chunk-GINSYRP6.js";import"./chunk-N4IKH6MU.js";import"./chunk-FDRNKFLD.js";import"./chunk-MPZLR6V2.js";import"./chunk-RFTHEW45.js";import"./chunk-SHZFLHMH.js";import"./chunk-HQ5E4P6Z.js";import"./chunk-53YZK5HM.js";export{commitRecords,defaultAuthor};
