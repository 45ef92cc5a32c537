import { Duplex } from 'node:stream';

/**
 * A tunnel in the clothes of a socket: `pg` calls `connect`, waits for the event of that name, and
 * sets options that only sockets have.
 */
export function socketOver(tunnel: Duplex): Duplex {
  const socket = Object.assign(
    new Duplex({
      allowHalfOpen: false,
      read() {
        tunnel.resume();
      },
      write(chunk: Buffer, _encoding, done) {
        if (tunnel.destroyed || !tunnel.writable) return done(new Error('the tunnel was closed'));
        tunnel.write(chunk, (error) => done(error ?? null));
      },
      final(done) {
        tunnel.end();
        done();
      },
      destroy(error, done) {
        tunnel.destroy();
        done(error);
      },
    }),
    {
      connect() {
        process.nextTick(() => socket.emit('connect'));
        return socket;
      },
      setNoDelay: () => socket,
      setKeepAlive: () => socket,
      ref: () => socket,
      unref: () => socket,
    },
  );
  tunnel.on('data', (chunk: Buffer) => {
    if (!socket.push(chunk)) tunnel.pause();
  });
  tunnel.on('end', () => socket.push(null));
  tunnel.on('close', () => socket.destroy());
  tunnel.on('error', (error: Error) => socket.destroy(error));
  return socket;
}
