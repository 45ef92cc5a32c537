import { createRequire as teikiRequire } from 'node:module';
const require = teikiRequire(import.meta.url);
const __filename = import.meta.filename, __dirname = import.meta.dirname;
import{textOf}from"./chunk-6FXZFNRY.js";import"./chunk-DXN72ARJ.js";import"./chunk-SHZFLHMH.js";import"./chunk-B7HHNPCF.js";import"./chunk-7ZOW6G6L.js";import"./chunk-WXTL3XOI.js";import"./chunk-AFIA3EN7.js";import"./chunk-RFTHEW45.js";import"./chunk-SDDGMBKI.js";import"./chunk-CXTOWL3J.js";import"./chunk-CVTKTWPW.js";import"./chunk-53YZK5HM.js";export{textOf};
