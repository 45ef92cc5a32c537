import{sh}from"./chunk-S7DLJ3SP.js";import{array,string}from"./chunk-APVUYG4K.js";var services=array(string().regex(/^[A-Za-z0-9:_.@-]+$/,"Expected a systemd service name")).max(50).default(["mks-backend"]).describe("systemd services whose own memory limit (MemoryMax) is looked at"),serviceMemory=(names,root="/sys/fs/cgroup")=>sh`
for service in ${names.map(name=>name.replace(/\.service$/,""))}; do
  for slice in "" "/system-\${service%%@*}.slice"; do
    group=${root}/system.slice$slice/$service.service current=
    if [ -r "$group/memory.current" ]; then
      read -r current <"$group/memory.current" && read -r limit <"$group/memory.max"
    else
      group=${root}/memory/system.slice$slice/$service.service
      [ -r "$group/memory.usage_in_bytes" ] || continue
      read -r current <"$group/memory.usage_in_bytes" && read -r limit <"$group/memory.limit_in_bytes"
    fi
    cache=0
    while read -r key value; do
      case $key in inactive_file | total_inactive_file) cache=$value ;; esac
    done <"$group/memory.stat"
    printf 'service %s %s %s %s\n' "$service" "$current" "$limit" "$cache"
    break
  done
done`;function parseServiceMemory(stdout,totalBytes){return[...stdout.matchAll(/^service (\S+) (\d+) (\d+|max) (\d+)$/gm)].map(([,service="",current,limit,cache])=>({service,usedBytes:Math.max(0,Number(current)-Number(cache)),limitBytes:limit==="max"||Number(limit)>=totalBytes?null:Number(limit)}))}export{services,serviceMemory,parseServiceMemory};
