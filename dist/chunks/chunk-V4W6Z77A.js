function runIdOf({runId,runAttempt}){return`${runId}-${runAttempt}`}export{runIdOf};
