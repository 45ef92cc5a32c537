import { createRequire as teikiRequire } from 'node:module';
const require = teikiRequire(import.meta.url);
const __filename = import.meta.filename, __dirname = import.meta.dirname;
import{setFlagsFromString}from"node:v8";function keepHeapSmall(){setFlagsFromString("--semi-space-growth-factor=1")}export{keepHeapSmall};
