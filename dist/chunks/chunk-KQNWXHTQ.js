import{shell}from"./chunk-ZPJSWFJT.js";import{Unparsable}from"./chunk-DZJFZHMR.js";import{sh}from"./chunk-S7DLJ3SP.js";import{array,string}from"./chunk-APVUYG4K.js";var directories=array(string().regex(/^(\/[^/\0]+)+$/,'Expected an absolute path other than "/"')).min(1),most=1e3,printed=["-printf","%y %m %i %u %g %p\\0"];function survey(directory,search){return sh`
if [ ! -d ${directory} ] && [ -x ${directory.replace(/\/[^/]+$/,"")||"/"} ]; then
  printf 'missing\0%%\0'
else
  { ${search}; printf 'exit %d\0' "$?"; } | tr '\0\n' '\n\0' |
    sed -n -e ${`1,${most}p`} -e ${`${most+1},$ {`} -e '$p' -e '}' -e '$=' | tr '\0\n' '\n\0'
  printf '%%\0'
fi`}function readSurveys(stdout,names){let parts=stdout.split("%\0");if(parts.length!==names.length+1)throw new Unparsable("a search a directory",stdout);return names.map((directory,index)=>readSurvey(directory,parts[index]??""))}function readSurvey(directory,text){let pieces=text.split("\0").filter(piece=>piece!=="");if(pieces.length===1&&pieces[0]==="missing")return{directory,state:"missing",exitStatus:0,entries:[],total:0};let lines=Number(pieces.pop()),exit=/^exit (\d+)$/.exec(pieces.pop()??"")?.[1];if(exit===void 0||!Number.isInteger(lines)||lines<pieces.length+1)throw new Unparsable("entries, the exit status of find and their number",text.slice(-200));let exitStatus=Number(exit);return{directory,state:exitStatus===0?"searched":"incomplete",exitStatus,entries:pieces.map(readEntry),total:lines-1}}function readEntry(piece){let[,kind,mode="",inode="",owner="",group="",path=""]=/^([fd]) ([0-7]{1,4}) (\d+) (\S+) (\S+) (\/[^]*)$/.exec(piece)??[];if(kind===void 0)throw new Unparsable("kind, mode, owner and path of an entry",piece);return{kind:kind==="d"?"folder":"file",mode,inode,owner,group,path}}function has({mode},bit){return(Number.parseInt(mode,8)&bit)!==0}var services=array(string().regex(/^[A-Za-z0-9@._\\:-]+$/,"Expected the name of a systemd service")).default(["mks-backend"]).describe('systemd services whose accounts must not lose a right that they have as "others"');function accountsProbe(names){return shell(sh`
for service in ${names.map(name=>name.replace(/\.service$/,""))}; do
  load= user= group= more= dynamic=
  while IFS='=' read -r key value; do
    case $key in
      LoadState) load=$value ;; User) user=$value ;; Group) group=$value ;;
      SupplementaryGroups) more=$value ;; DynamicUser) dynamic=$value ;;
    esac
  done <<SHOW
$(systemctl show -p LoadState -p User -p Group -p SupplementaryGroups -p DynamicUser -- "$service.service" 2>/dev/null)
SHOW
  if [ "$load" != loaded ] || [ "$dynamic" = yes ]; then printf 'unknown %s\n' "$service"; continue; fi
  user=\${user:-root}
  own=$(id -Gn -- "$user" 2>/dev/null) || { printf 'unknown %s\n' "$service"; continue; }
  printf 'account %s %s %s\n' "$service" "$(id -un -- "$user")" "$group $own $more"
done
echo end`)}function readAccounts(stdout){if(!/^end$/m.test(stdout))throw new Unparsable("accounts, end",stdout.slice(-200));let accounts=[...stdout.matchAll(/^account (\S+) (\S+) (.*)$/gm)].map(([,service="",user="",groups=""])=>({service,user,groups:[...new Set(groups.split(" ").filter(Boolean))]})),unknown=[...stdout.matchAll(/^unknown (\S+)$/gm)].map(([,service=""])=>service);return{accounts,unknown}}function asOthers(entry,{accounts},right){let bit=right==="r"?4:2;return accounts.filter(({user,groups})=>user==="root"||!has(entry,bit)?!1:user!==entry.owner&&!groups.includes(entry.group))}export{directories,printed,survey,readSurveys,has,services,accountsProbe,readAccounts,asOthers};
