#!/usr/bin/env node
import { createRequire as teikiRequire } from 'node:module';
const require = teikiRequire(import.meta.url);
const __filename = import.meta.filename, __dirname = import.meta.dirname;
import{version}from"./chunks/chunk-AALX4NT5.js";import"./chunks/chunk-53YZK5HM.js";if(process.argv[2]==="--version"||process.argv[2]==="-V")console.log(version);else{let{main}=await import("./chunks/program-BVUZ7LEM.js");process.exitCode=await main(process.argv)}
