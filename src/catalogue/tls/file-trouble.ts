import type { Finding } from '../../core/finding.ts';
import { quote } from '../../core/shell.ts';
import type { CertificateFile } from './certificate-file.ts';
import type { fileMessages } from './file-messages.ts';

/** Why a certificate file cannot be judged, or not in full: always `unknown`. */
export function fileTrouble(
  key: string,
  path: string,
  { state, certificates, damaged, complaint }: CertificateFile,
): Finding<keyof typeof fileMessages>[] {
  const id =
    state === 'read'
      ? damaged > 0
        ? 'damaged'
        : certificates.length > 0
          ? undefined
          : 'no-certificate'
      : state;
  if (id === undefined) return [];
  const remedy = id === 'no-certificate' ? 'remedy-damaged' : (`remedy-${id}` as const);
  return [
    {
      key: certificates.length > 0 ? `${key}:damaged` : key,
      severity: 'unknown',
      message: { id, args: { path, blocks: damaged } },
      remedy: { id: remedy, args: { path: quote(path) } },
      ...(complaint ? { evidence: complaint } : {}),
    },
  ];
}
