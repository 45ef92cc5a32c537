import{Unparsable}from"./chunk-DZJFZHMR.js";function parseSections(stdout){let found=new Map,current=[];for(let line of stdout.split(`
`)){let name=/^%% ([a-z-]+)$/.exec(line)?.[1];name===void 0?current.push(line):found.set(name,current=[])}if(!found.has("end"))throw new Unparsable("output up to its end mark",stdout.slice(-300));return{text:name=>found.get(name)?.join(`
`).replace(/\n+$/,""),lines:name=>(found.get(name)??[]).filter(line=>line.trim()!=="")}}export{parseSections};
