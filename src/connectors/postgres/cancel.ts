import { once } from 'node:events';
import type { Duplex } from 'node:stream';

const code = 80_877_102;
const patienceMs = 3000;

/** Asks the server, over a connection of its own, to end what it is doing for us. Never rejects. */
export async function cancelRequest(
  dial: () => Promise<Duplex>,
  processId: number,
  secretKey: number,
): Promise<void> {
  if (!Number.isInteger(processId) || !Number.isInteger(secretKey)) return;
  const request = Buffer.alloc(16);
  request.writeInt32BE(16, 0);
  request.writeInt32BE(code, 4);
  request.writeInt32BE(processId, 8);
  request.writeInt32BE(secretKey, 12);
  try {
    const signal = AbortSignal.timeout(patienceMs);
    const opening = dial();
    opening.then(
      (late) => signal.aborted && late.destroy(),
      () => {},
    );
    const expired = once(signal, 'abort').then(() => undefined);
    const stream = await Promise.race([opening, expired]);
    if (!stream) return;
    stream.resume();
    stream.end(request);
    // The server closes it when the request has been passed on.
    await Promise.race([once(stream, 'close'), expired]);
    stream.destroy();
  } catch {
    // Its statement_timeout ends it, and since 14 the check for a client that is gone.
  }
}
