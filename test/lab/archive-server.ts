import { createReadStream } from 'node:fs';
import { mkdir, rename, rm, stat } from 'node:fs/promises';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { cacheFolder, readDistributionSources } from './base.ts';
import { execute } from './exec.ts';
import type { Lab } from './lab.ts';

/** The distribution's own archives, for hosts that have no route to them. */
export interface ServedArchives {
  /** Lines for sources.list; what they name is signed by the distribution itself. */
  readonly sources: string;
  close(): Promise<void>;
}

/**
 * Serves the machine's own apt sources to the hosts of a lab: release, updates and security, fetched
 * with apt's own configuration when a host asks. Packages and what is named by its hash are kept
 * below the lab's cache.
 */
export async function serveArchives(lab: Lab): Promise<ServedArchives> {
  const { release, pending } = await readDistributionSources();
  const all = [release, ...pending];
  const server = createServer((request, response) => {
    const [, number = '', path = ''] = /^\/(\d+)\/([^?]*)$/.exec(request.url ?? '') ?? [];
    const source = all[Number(number)];
    if (source === undefined || path.includes('..')) {
      response.writeHead(404).end();
      return;
    }
    fetched(`${source.uri.replace(/\/$/, '')}/${path}`).then(
      (file) => {
        response.writeHead(file === undefined ? 404 : 200);
        if (file === undefined) response.end();
        else createReadStream(file).pipe(response);
      },
      () => response.destroy(),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, lab.address, resolve));
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  return {
    sources: all
      .map(({ suite, components }, number) => {
        const uri = `http://${lab.address}:${port}/${number}`;
        return `deb ${uri} ${suite} ${components.join(' ')}\n`;
      })
      .join(''),
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

const underWay = new Map<string, Promise<string | undefined>>();

/** A file with what is at an address; undefined when apt cannot fetch it. */
async function fetched(url: string): Promise<string | undefined> {
  const running = underWay.get(url);
  if (running) return await running;
  const started = fetchFile(url).finally(() => underWay.delete(url));
  underWay.set(url, started);
  return await started;
}

async function fetchFile(url: string): Promise<string | undefined> {
  const folder = join(cacheFolder, 'archive');
  await mkdir(folder, { recursive: true });
  const file = join(folder, encodeURIComponent(url.replace(/^\w+:\/\/[^/]*/, '')));
  const isForGood = /\/(pool|by-hash)\//.test(url);
  if (isForGood && (await stat(file).catch(() => undefined))) return file;
  const fresh = `${file}.${process.pid}`;
  const helper = '/usr/lib/apt/apt-helper';
  const options = { timeoutSeconds: 120 };
  const { exitStatus } = await execute(helper, ['download-file', url, fresh], options);
  if (exitStatus !== 0) {
    await rm(fresh, { force: true });
    return undefined;
  }
  await rename(fresh, file);
  return file;
}

/** Whether the machine reaches its own security archive: without it there is nothing real to serve. */
export async function archivesAreReachable(): Promise<boolean> {
  const { pending } = await readDistributionSources();
  const security = pending.find(({ suite }) => suite.endsWith('-security'));
  if (security === undefined) return false;
  const base = security.uri.replace(/\/$/, '');
  return (await fetched(`${base}/dists/${security.suite}/InRelease`)) !== undefined;
}
