import{setFlagsFromString}from"node:v8";function keepHeapSmall(){setFlagsFromString("--semi-space-growth-factor=1")}export{keepHeapSmall};
