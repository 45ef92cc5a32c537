#!/usr/bin/env node
import{version}from"./chunks/chunk-XAK3YO6R.js";import"./chunks/chunk-B2LIU7LB.js";if(process.argv[2]==="--version"||process.argv[2]==="-V")console.log(version);else{let{main}=await import("./chunks/program-ML7SPDNU.js");process.exitCode=await main(process.argv)}
