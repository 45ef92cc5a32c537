import{ShellText,sudo}from"./chunk-S7DLJ3SP.js";import{createHash}from"node:crypto";var helperFolder="/usr/local/lib/teiki",helperMark='# Installed by "teiki sudoers --helpers".',head=`#!/bin/sh
${helperMark} Its name has the hash of this text: do not edit.
set -u
umask 022
cd /
LC_ALL=C
PATH=/usr/sbin:/usr/bin:/sbin:/bin
export LC_ALL PATH
`;function rootHelper(name,script){if(!/^[a-z][a-z0-9-]*$/.test(name))throw new RangeError(`No name for a helper: "${name}"`);if(script.sudo.length>0)throw new RangeError(`The helper ${name} is root already`);let text=`${head}${script.text.trim()}
`,hash=createHash("sha256").update(text).digest("hex").slice(0,16);return{name,path:`${helperFolder}/${name}-${hash}`,text}}function sudoHelper(helper,...args){let argv=[helper.path,...args];return new ShellText(sudo(...argv).text,[{argv,helper}])}export{helperFolder,helperMark,rootHelper,sudoHelper};
