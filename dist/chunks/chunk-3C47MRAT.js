function noticeKey(runbook,window){return`${runbook} ${window}`}export{noticeKey};
