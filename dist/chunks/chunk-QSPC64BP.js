import{helperFolder}from"./chunk-PFFS62UJ.js";import{sh}from"./chunk-S7DLJ3SP.js";function helpersOf(needs){let byPath=new Map;for(let{helper,by}of needs.flatMap(({sudo})=>sudo)){if(!helper)continue;let known=byPath.get(helper.path)?.by??[];byPath.set(helper.path,{helper,by:[...known,...by]})}return[...byPath.values()].sort((a,b)=>a.helper.path<b.helper.path?-1:1)}function renderHelpers(helpers){let byPath=new Map(helpers.map(helper=>[helper.path,helper]));return byPath.size===0?nothing:`${[head,...[...byPath.values()].map(install)].join(`
`)}
`}var nothing=`#!/bin/sh
# No runbook needs a helper: there is nothing to install.
`,head=sh`#!/bin/sh
# Helpers that the runbooks' tasks run as root. Written by "teiki sudoers --helpers". Read it, then
# run it as root on the host; the rules that allow them are printed by "teiki sudoers".
set -eu
umask 022
[ "$(id -u)" = 0 ] || { echo 'Only root can install helpers.' >&2; exit 1; }
mkdir -p ${helperFolder}
chown root:root ${helperFolder}
chmod 0755 ${helperFolder}
`.text;function install({path,text}){let unfinished=`${path}.new`;return sh`[ ! -d ${path} ] || { echo ${`${path} is a folder: remove it.`} >&2; exit 1; }
rm -f ${unfinished}
printf '%s' ${text} > ${unfinished}
chown root:root ${unfinished}
chmod 0755 ${unfinished}
mv -f ${unfinished} ${path}
echo ${path}
`.text}export{helpersOf,renderHelpers};
