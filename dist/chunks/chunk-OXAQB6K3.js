async function dispatchWorkflow(client,{workflow,ref,inputs={}}){await client.call("POST","/actions/workflows/{workflow_id}/dispatches",{workflow_id:workflow,ref,inputs})}export{dispatchWorkflow};
