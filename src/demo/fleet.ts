import { once } from 'node:events';
import { mkdir } from 'node:fs/promises';
import { type AddressInfo, createServer } from 'node:net';
import { join } from 'node:path';
import { type Authority, createAuthority, issue } from './certificate.ts';
import { startEmbeddedHost } from './embedded-host.ts';
import { plantFiles } from './plant.ts';
import { newSshKey, type SshKey } from './ssh-key.ts';
import { story } from './story.ts';
import { startWebServer } from './web-server.ts';

interface DemoHost {
  readonly name: string;
  readonly port: number;
  readonly hostKey: string;
  readonly vars: { readonly root: string; readonly tlsPort: number };
}

export interface DemoFleet extends AsyncDisposable {
  readonly user: string;
  readonly clientKey: SshKey;
  /** The private CA that the hosts' certificates come from. */
  readonly authorityPem: string;
  readonly hosts: readonly DemoHost[];
}

const day = 86_400_000;
const user = 'mks-maint';

interface Setting {
  readonly directory: string;
  readonly now: Date;
  readonly clientKey: SshKey;
  readonly authority: Authority;
  readonly resources: AsyncDisposableStack;
}

/** Plants the hosts of the story in folders of `directory` and starts those that are up. */
export async function startDemoFleet(directory: string, now: Date): Promise<DemoFleet> {
  await using resources = new AsyncDisposableStack();
  const clientKey = newSshKey();
  const authority = await createAuthority('teiki demo CA', validity(now, 1000, 2000));
  const setting = { directory, now, clientKey, authority, resources };
  const hosts = await Promise.all(story.map((host) => startHost(host, setting)));
  const kept = resources.move();
  return {
    user,
    clientKey,
    authorityPem: authority.pem,
    hosts,
    [Symbol.asyncDispose]: () => kept.disposeAsync(),
  };
}

async function startHost(
  { name, isUp, certificateDays, truncatedDump, logMiB }: (typeof story)[number],
  { directory, now, clientKey, authority, resources }: Setting,
): Promise<DemoHost> {
  const root = join(directory, name);
  await mkdir(root, { recursive: true });
  if (!isUp) {
    const vars = { root, tlsPort: await unusedPort() };
    return { name, port: await unusedPort(), hostKey: newSshKey().publicText, vars };
  }
  const certificate = await issue(authority, 'example.com', validity(now, certificateDays));
  const authorityPem = authority.pem;
  const logBytes = logMiB * 1024 * 1024;
  await plantFiles({ root, now, certificate, authorityPem, truncatedDump, logBytes });
  const options = { user, clientKey: clientKey.publicText, directory: root };
  const host = resources.use(await startEmbeddedHost(options));
  const web = await startWebServer(certificate);
  resources.defer(() => web.close());
  return { name, port: host.port, hostKey: host.hostKey, vars: { root, tlsPort: web.port } };
}

/** A certificate of 90 days that has some of them left, and an hour so that the days are whole. */
function validity(now: Date, daysLeft: number, lifetimeDays = 90) {
  const notAfter = new Date(now.getTime() + daysLeft * day + 3_600_000);
  return { notBefore: new Date(notAfter.getTime() - lifetimeDays * day), notAfter };
}

async function unusedPort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
