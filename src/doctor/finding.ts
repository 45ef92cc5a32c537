import type { Finding } from '../core/finding.ts';
import type { MessageArgs } from '../core/message.ts';
import type { Severity } from '../core/severity.ts';
import { type DoctorMessageId, doctorMessages } from './messages.ts';

/** With the message of the same name that ends in `-remedy`, when there is one. */
export function finding(
  severity: Severity,
  key: string,
  id: DoctorMessageId,
  args: MessageArgs,
): Finding {
  const remedy = `${id}-remedy`;
  return {
    key,
    severity,
    message: { id, args },
    ...(Object.hasOwn(doctorMessages, remedy) && { remedy: { id: remedy, args } }),
  };
}
