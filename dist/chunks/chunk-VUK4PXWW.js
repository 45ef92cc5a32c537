import { createRequire as teikiRequire } from 'node:module';
const require = teikiRequire(import.meta.url);
const __filename = import.meta.filename, __dirname = import.meta.dirname;
import{coloured,marks,pad}from"./chunk-7XOENOY4.js";import{worst}from"./chunk-VPD3M55O.js";var silent={show:()=>{},end:()=>{}};function plainProgress(stream,style,total){let finished=0;return{show:progress=>{progress.kind!=="host-started"&&(finished+=1,stream.write(`[${finished}/${total}] ${finishedLine(progress,style)}
`),finished===total&&stream.write(`
`))},end:()=>{}}}function finishedLine({host,outcome},style){let verdict=worst(outcome.steps.map(step=>step.verdict)),seconds=(outcome.durationMs/1e3).toFixed(1);return`${coloured(style,verdict,marks[verdict])} ${pad(host,16)} ${style.dim(`${seconds} s`)}`}export{silent,plainProgress,finishedLine};
