import{percentile,round1}from"./chunk-LH2AR25Q.js";import{Unparsable}from"./chunk-DZJFZHMR.js";import{sh}from"./chunk-S7DLJ3SP.js";var memorySample=sh`
for n in 1 2 3; do
  read -r line || exit
  printf '%s\n' "$line"
done </proc/meminfo || exit`;function parseMemory(stdout){let values=key=>[...stdout.matchAll(new RegExp(`^${key}: +(\\d+) kB$`,"gm"))].map(([,kibibytes])=>Number(kibibytes)*1024),total=values("MemTotal")[0]??0,available=values("MemAvailable");if(total===0||available.length===0)throw new Unparsable("MemTotal and MemAvailable of /proc/meminfo",stdout.slice(0,500));let used=available.map(bytes=>100*(1-bytes/total));return{totalBytes:total,availableBytes:Math.min(...available),usedP50:round1(percentile(used,50)),usedP95:round1(percentile(used,95))}}export{memorySample,parseMemory};
