import{word}from"./chunk-47QJISM3.js";import{localDate}from"./chunk-CRVE2KOI.js";import"./chunk-WSLLGTW2.js";import{cleanLine}from"./chunk-FBI4HKWE.js";import"./chunk-B2LIU7LB.js";function commitMessage(records,locale){let lines=records.map(record=>lineOf(record,locale)),[first=""]=lines,prefix=locale==="ja"?"記録":"Record";if(lines.length===1)return`${prefix}: ${first}
`;let more=locale==="ja"?`ほか ${lines.length-1} 件`:`and ${lines.length-1} more`;return`${prefix}: ${first} ${more}

${lines.map(line=>`- ${line}
`).join("")}`}function lineOf({run,runbook,timeZone},locale){let title=cleanLine(runbook.title[locale],{maxCharacters:100}),outcome=word(`outcome/${run.outcome}`,locale);return`${localDate(run.startedAt,timeZone)} ${title} (${outcome})`}export{commitMessage};
