var defaults={kind:"shell",requires:[],timeoutSeconds:30,weight:"light",exitStatuses:[0],maxOutputBytes:262144};function shell(script,options={}){return{...defaults,...options,script}}export{shell};
