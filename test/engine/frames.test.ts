import { describe, expect, test } from 'vitest';
import { FrameReader } from '../../src/engine/frames.ts';

const nonce = 'b1946ac92492d2347c6235b4';
const stream = Buffer.from(
  `motd\n\n${nonce} B a 10.00\nline\n\n${nonce}x\nrest\n${nonce} E a 0 10.25\n\n${nonce} B b 10.25\n\n${nonce} E b timeout 12.25\n\n${nonce} Z\n`,
);

function read(chunks: readonly Buffer[], limit = 1000): FrameReader {
  const reader = new FrameReader(nonce, () => limit);
  for (const chunk of chunks) reader.pushStdout(chunk);
  reader.pushStderr(Buffer.from(`\n${nonce} Z\n`));
  return reader;
}

describe('frames', () => {
  test('are the same however the bytes are cut', () => {
    const whole = read([stream]);
    for (let size = 1; size < stream.length; size += 1) {
      const chunks = Array.from({ length: Math.ceil(stream.length / size) }, (_, index) =>
        stream.subarray(index * size, (index + 1) * size),
      );
      const reader = read(chunks);
      expect(reader.frame('a')).toEqual(whole.frame('a'));
      expect(reader.complete).toBe(true);
    }
    expect(whole.frame('a')).toEqual({
      status: { kind: 'exited', exitStatus: 0 },
      stdout: `line\n\n${nonce}x\nrest`,
      stderr: '',
      truncated: false,
      durationMs: 250,
    });
    expect(whole.frame('b')?.status).toEqual({ kind: 'timed-out' });
  });

  test('without an end line is no frame', () => {
    const cut = stream.subarray(0, stream.indexOf(' E a'));
    expect(read([cut]).frame('a')).toBeUndefined();
    expect(read([cut]).complete).toBe(false);
  });

  test('keeps no more than the limit, and says so', () => {
    const frame = read([stream], 4).frame('a');
    expect(frame).toMatchObject({ stdout: 'line', truncated: true });
  });

  test('a mebibyte-long line does not make it slow', () => {
    const line = Buffer.alloc(1024 * 1024, 'x');
    const chunks = [
      Buffer.from(`\n${nonce} B a 1.00\n`),
      ...Array.from({ length: 64 }, () => line),
    ];
    const reader = new FrameReader(nonce, () => 100);
    for (const chunk of chunks) reader.pushStdout(chunk);
    reader.pushStdout(Buffer.from(`\n${nonce} E a 0 1.00\n`));
    expect(reader.frame('a')).toMatchObject({ truncated: true, stdout: 'x'.repeat(100) });
  });
});
