import type { Host } from '../lab/host.ts';

/**
 * A host of a story has its time: in `date`, in the age of a process (which the audits take for the
 * present time) and in that of the package lists. Nobody can change the clock of one host alone.
 */
export async function giveClock(host: Host, time: Date): Promise<void> {
  await setClock(host, time);
  await host.write('/usr/local/bin/date', date, { mode: 0o755 });
  await host.write('/usr/local/bin/stat', stat, { mode: 0o755 });
  await host.write('/etc/apt/apt.conf.d/99story', apt);
}

export async function setClock(host: Host, time: Date): Promise<void> {
  await host.write('/etc/story-clock', `${Math.floor(time.getTime() / 1000)}\n`);
}

const date = `#!/bin/sh
exec /usr/bin/date -d "@$(cat /etc/story-clock)" "$@"
`;

const stat = `#!/bin/sh
for last; do :; done
[ "$last" = /proc/self ] || exec /usr/bin/stat "$@"
facts=$(/usr/bin/stat "$@") || exit
printf '%s %s\\n' "\${facts% *}" "$(cat /etc/story-clock)"
`;

const apt = `Acquire::Check-Date "false";
APT::Update::Post-Invoke { "touch -d @$(cat /etc/story-clock) /var/lib/apt/lists /var/lib/apt/lists/partial"; };
`;
