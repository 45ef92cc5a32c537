import{windowKey}from"./chunk-U4SPJVM7.js";import"./chunk-WSLLGTW2.js";import"./chunk-B2LIU7LB.js";export{windowKey};
