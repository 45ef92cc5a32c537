import { createRequire as teikiRequire } from 'node:module';
const require = teikiRequire(import.meta.url);
const __filename = import.meta.filename, __dirname = import.meta.dirname;
var ConnectionError=class extends Error{name="ConnectionError";failure;hop;explanation;constructor(failure,hop,explanation,cause){super(`${hop}: ${failure}`,{cause}),this.failure=failure,this.hop=hop,this.explanation=explanation}};export{ConnectionError};
