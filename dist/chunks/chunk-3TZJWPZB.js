import { createRequire as teikiRequire } from 'node:module';
const require = teikiRequire(import.meta.url);
const __filename = import.meta.filename, __dirname = import.meta.dirname;
import{gitMessages}from"./chunk-N4IKH6MU.js";import{textOf}from"./chunk-6FXZFNRY.js";import{actionMessages}from"./chunk-5H5DP34O.js";var made=new Map;function actionTexts(timeZone){let known=made.get(timeZone);if(known)return known;let{messages}=textOf(timeZone),texts={timeZone,messages:{...messages,...actionMessages,...gitMessages}};return made.set(timeZone,texts),texts}export{actionTexts};
