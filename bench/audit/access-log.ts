import { closeSync, openSync, writeSync } from 'node:fs';

const months = 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' ');
const agents = [
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/119.0 Safari/537.36',
  'Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.0 Mobile/15E148 Safari/604.1',
  'curl/7.88.1',
];
const pages = ['/', '/api/v1/items?page=2', '/static/app.3f2a.js', '/api/v1/users/me'];
const scans = ['/wp-login.php', '/.env', '/.git/config', '/phpmyadmin/'];

/** The same numbers in every run (mulberry32). */
function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

function timeLocal(seconds: number): string {
  const iso = new Date(seconds * 1000).toISOString();
  return `${iso.slice(8, 10)}/${months[Number(iso.slice(5, 7)) - 1]}/${iso.slice(0, 4)}:${iso.slice(11, 19)} +0000`;
}

/**
 * A day of a busy site in the combined format, from 20,000 addresses, ending now: 5 % of the
 * requests are refused, most of them to 512 scanners, and 0.5 % are logins, of which a fifth fail.
 */
export function writeAccessLog(path: string, bytes: number): void {
  const next = random(20_261_124);
  const pick = (list: readonly string[]) => list[Math.floor(next() * list.length)] ?? '';
  const lines = bytes / 185;
  const begin = Date.now() / 1000 - 80_000;
  const file = openSync(path, 'a');
  let written = 0;
  for (let n = 0; written < bytes; ) {
    let text = '';
    for (let i = 0; i < 2000; i += 1, n += 1) {
      const kind = next();
      const scan = kind >= 0.005 && kind < 0.055 && next() < 0.8;
      const address = scan
        ? `203.0.${Math.floor(next() * 2)}.${Math.floor(next() * 256)}`
        : `${20 + Math.floor(next() * 80)}.${Math.floor(next() * 256)}.4.7`;
      const request =
        kind < 0.005
          ? `POST /api/v1/auth/login HTTP/1.1" ${next() < 0.2 ? 401 : 200}`
          : kind < 0.055
            ? `GET ${pick(scans)} HTTP/1.1" ${pick(['404', '404', '403', '400'])}`
            : `GET ${pick(pages)} HTTP/1.1" 200`;
      const time = timeLocal(begin + Math.min(1, n / lines) * 79_000);
      text += `${address} - - [${time}] "${request} ${Math.floor(next() * 60_000)} "-" "${pick(agents)}"\n`;
    }
    written += writeSync(file, text);
  }
  closeSync(file);
}
