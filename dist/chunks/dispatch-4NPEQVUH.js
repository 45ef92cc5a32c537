import{dispatchWorkflow}from"./chunk-OXAQB6K3.js";import"./chunk-B2LIU7LB.js";export{dispatchWorkflow};
