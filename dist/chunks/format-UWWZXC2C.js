import { createRequire as teikiRequire } from 'node:module';
const require = teikiRequire(import.meta.url);
const __filename = import.meta.filename, __dirname = import.meta.dirname;
import{formatBytes,formatDifference,formatDuration,formatInstant,formatNumber,formatQuantity,localDate}from"./chunk-B7HHNPCF.js";import"./chunk-7ZOW6G6L.js";import"./chunk-53YZK5HM.js";export{formatBytes,formatDifference,formatDuration,formatInstant,formatNumber,formatQuantity,localDate};
