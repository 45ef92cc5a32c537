import { connect, isIPv4 } from 'node:net';
import type { ServerChannel, TcpipRequestInfo } from 'ssh2';

/** Opens what a client asks for with direct-tcpip, on this machine only. */
export function openTunnel(
  { destIP, destPort }: TcpipRequestInfo,
  accept: () => ServerChannel,
  reject: () => void,
): void {
  if (!isLoopback(destIP)) return reject();
  const socket = connect({ host: destIP, port: destPort });
  socket.once('error', reject);
  socket.once('connect', () => {
    socket.off('error', reject);
    const channel = accept();
    channel.on('error', () => socket.destroy());
    socket.on('error', () => channel.end());
    channel.once('close', () => socket.destroy());
    channel.pipe(socket).pipe(channel);
  });
}

function isLoopback(address: string): boolean {
  return (
    address === 'localhost' || address === '::1' || (isIPv4(address) && address.startsWith('127.'))
  );
}
