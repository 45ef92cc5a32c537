import { X509Certificate } from 'node:crypto';
import type { ShellOutput, TlsCertificate } from '../../core/probe.ts';
import { type ShellText, sh, sudo } from '../../core/shell.ts';
import { Unparsable } from '../define.ts';

export interface FileCertificate extends TlsCertificate {
  /** A certificate authority's, by its basic constraints. */
  readonly authority: boolean;
}

export const fileStates = ['read', 'missing', 'unreadable'] as const;

export interface CertificateFile {
  readonly state: (typeof fileStates)[number];
  /** In the order of the file; a server wants the leaf first. */
  readonly certificates: readonly FileCertificate[];
  /** Blocks that are marked as certificates and are none. */
  readonly damaged: number;
  readonly complaint: string;
}

/**
 * Prints `state=…` and the certificates of a PEM file, line by line with built-ins. A private key
 * in the same file never leaves the host. As root, by one exact rule, where the user may not read:
 * /etc/letsencrypt/live is 0700.
 */
export function readCertificateFile(path: string): ShellText {
  return sh`
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
      if pem=$(${sudo('/usr/bin/cat', path)}); then
        echo state=read
        printf '%s\n' "$pem" | certificates
      else echo state=unreadable; fi ;;
  esac
fi`;
}

const block =
  /-----BEGIN [A-Z0-9 ]*CERTIFICATE-----\r?\n[\s\S]*?-----END [A-Z0-9 ]*CERTIFICATE-----/g;

/** @throws Unparsable when the output is not that of the script. */
export function parseCertificateFile({ stdout, stderr }: ShellOutput): CertificateFile {
  const printed = /^state=(\w+)\n/.exec(stdout)?.[1];
  const state = fileStates.find((name) => name === printed);
  if (state === undefined) throw new Unparsable('state=… first', stdout.slice(0, 200));
  const none = { certificates: [], damaged: 0, complaint: stderr.trim().slice(0, 500) };
  if (state === 'missing') return { state, ...none };
  if (state === 'unreadable') {
    return { state: /No such file or directory$/m.test(stderr) ? 'missing' : state, ...none };
  }
  const blocks = stdout.match(block) ?? [];
  const certificates = blocks.flatMap((pem) => describe(pem) ?? []);
  return {
    state: 'read',
    certificates,
    damaged: blocks.length - certificates.length,
    complaint: '',
  };
}

function describe(pem: string): FileCertificate | undefined {
  try {
    const it = new X509Certificate(pem);
    return {
      subject: it.subject ?? '',
      issuer: it.issuer ?? '',
      fingerprint256: it.fingerprint256,
      serialNumber: it.serialNumber,
      notBefore: new Date(it.validFrom).toISOString(),
      notAfter: new Date(it.validTo).toISOString(),
      subjectAltName: it.subjectAltName ?? '',
      authority: it.ca,
    };
  } catch {
    return undefined;
  }
}
