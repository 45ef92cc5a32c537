import { createRequire as teikiRequire } from 'node:module';
const require = teikiRequire(import.meta.url);
const __filename = import.meta.filename, __dirname = import.meta.dirname;
import{cleanLine,withoutCommands}from"./chunk-RFTHEW45.js";function plainSentence(pattern,args){let shown=pattern.replaceAll(/\{(\w+)\}/g,(whole,name)=>Object.hasOwn(args,name)?cleanLine(String(args[name]),{maxCharacters:200}):whole);return withoutCommands(shown)}export{plainSentence};
