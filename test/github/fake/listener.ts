import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Request } from 'openapi-backend';
import type { Api } from './api.ts';
import { type Fault, Faults, problemOf } from './faults.ts';
import { type LoggedRequest, type Written, written } from './types.ts';

/** The HTTP side: planned faults, and a log for tests of the API budget. */
export class Listener {
  readonly faults = new Faults();
  readonly log: LoggedRequest[] = [];
  readonly #api: Api;
  readonly #now: () => number;

  constructor(api: Api, now: () => number) {
    this.#api = api;
    this.#now = now;
  }

  async handle(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await readBody(incoming);
    const { method = 'GET', url = '/', headers } = incoming;
    const request: Request = { method, path: url, headers: headers as Request['headers'], body };
    const operation = this.#api.operation(request);
    const template = operation?.path.replace('/repos/{owner}/{repo}', '') ?? url;
    const route = `${method} ${template}`;
    const fault = this.faults.next(route);
    const carriedOut = fault === undefined || fault.fault === 'timeout-after-write';
    const made = carriedOut ? this.#api.answer(request, operation) : faulty(fault);
    const isHeard = made !== undefined && fault?.fault !== 'timeout-after-write';
    const userAgent = headers['user-agent'] ?? '';
    const status = isHeard ? made.status : 0;
    this.log.push({ route, url, status, at: this.#now(), userAgent });
    if (fault?.fault === 'reset') incoming.socket.resetAndDestroy();
    if (!isHeard) return;
    response.writeHead(made.status, { ...this.#api.limits.headers(), ...made.headers });
    response.end(made.body);
  }
}

/** The answer of a fault; none for silence and broken connections. */
function faulty(fault: Fault): Written | undefined {
  const problem = problemOf(fault);
  if (problem) return written(problem.status, problem.toJson(), problem.headers);
  if (fault.fault !== 'html') return undefined;
  const body = '<html><body>Please log in to the proxy</body></html>';
  return { status: 200, headers: { 'content-type': 'text/html' }, body };
}

async function readBody(incoming: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk as Buffer);
  const text = Buffer.concat(chunks).toString();
  try {
    return text === '' ? undefined : JSON.parse(text);
  } catch {
    return text;
  }
}
