import{Unparsable}from"./chunk-DZJFZHMR.js";import{sh,sudo}from"./chunk-S7DLJ3SP.js";import{string}from"./chunk-APVUYG4K.js";import{X509Certificate}from"node:crypto";var fileStates=["read","missing","unreadable"];function readCertificateFile(path){return sh`
f=${path}
certificates() {
  # A certificate at a time: what is printed at once travels as one packet.
  in= out=
  while read -r line || [ -n "$line" ]; do
    case $line in -----BEGIN*CERTIFICATE-----*) in=yes ;; esac
    if [ -n "$in" ]; then out="$out$line
"; fi
    case $line in -----END*CERTIFICATE-----*)
      in=
      printf '%s' "$out"
      out= ;;
    esac
  done
  printf '%s' "$out"
}
if [ -f "$f" ] && [ -r "$f" ]; then echo state=read; certificates <"$f"
else
  case $(ls -dL -- "$f" 2>&1) in
    *'No such file'* | *'Not a directory'*) echo state=missing ;;
    *)
      if pem=$(${sudo("/usr/bin/cat",path)}); then
        echo state=read
        printf '%s\n' "$pem" | certificates
      else echo state=unreadable; fi ;;
  esac
fi`}var block=/-----BEGIN [A-Z0-9 ]*CERTIFICATE-----\r?\n[\s\S]*?-----END [A-Z0-9 ]*CERTIFICATE-----/g;function parseCertificateFile({stdout,stderr}){let printed=/^state=(\w+)\n/.exec(stdout)?.[1],state=fileStates.find(name=>name===printed);if(state===void 0)throw new Unparsable("state=… first",stdout.slice(0,200));let none={certificates:[],damaged:0,complaint:stderr.trim().slice(0,500)};if(state==="missing")return{state,...none};if(state==="unreadable")return{state:/No such file or directory$/m.test(stderr)?"missing":state,...none};let blocks=stdout.match(block)??[],certificates=blocks.flatMap(pem=>describe(pem)??[]);return{state:"read",certificates,damaged:blocks.length-certificates.length,complaint:""}}function describe(pem){try{let it=new X509Certificate(pem);return{subject:it.subject??"",issuer:it.issuer??"",fingerprint256:it.fingerprint256,serialNumber:it.serialNumber,notBefore:new Date(it.validFrom).toISOString(),notAfter:new Date(it.validTo).toISOString(),subjectAltName:it.subjectAltName??"",authority:it.ca}}catch{return}}var certificatePath=string().regex(/^\/[A-Za-z0-9._/@:+-]+$/,{error:"Expected an absolute path of letters, digits and . _ / @ : + -"}),hostName=string().regex(/^[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?$|^[0-9A-Fa-f:.]+$/,{error:"Expected a host name (xn--… for other scripts) or an address"});export{readCertificateFile,parseCertificateFile,certificatePath,hostName};
