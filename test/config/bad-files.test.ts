import { expect, test } from 'vitest';
import { loadInstance } from '../../src/config/instance.ts';
import { formatIssue } from '../../src/yaml/issue.ts';
import { stubCatalogue } from '../runbook/stub-catalogue.ts';
import { linesOf, load, pin } from './temporary-instance.ts';

/** One string, so that the lines can be read here as `validate` prints them. */
async function report(files: Readonly<Record<string, string | null>>): Promise<string> {
  return (await linesOf(files)).join('\n');
}

test('the instance that the others are made from has no mistakes', async () => {
  expect(await report({})).toBe('');
});

test('files that are missing', async () => {
  expect(await report({ 'config.yml': null, 'fleet.yml': null })).toMatchInlineSnapshot(`
    "config.yml:1:1: this is missing: create it; the least is \`timezone: Asia/Tokyo\` and \`team: SRE\`
    fleet.yml:1:1: this is missing: create it; \`hosts: {}\` stands for a fleet without hosts"
  `);
});

test('a directory that is missing', async () => {
  const { issues } = await loadInstance('no/such', { catalogue: stubCatalogue });
  expect(issues.map(formatIssue)).toEqual([
    'no/such:1:1: there is no such directory: run teiki at the root of the repository, or name the directory with `--dir`',
  ]);
});

test('files that are empty', async () => {
  expect(
    await report({ 'config.yml': '', 'fleet.yml': '', 'runbooks/weekly.yml': '# nothing\n' }),
  ).toMatchInlineSnapshot(`
    "config.yml:1:1: the file is empty: its keys are \`timezone\`, \`locale\`, \`team\`, \`contacts\`, \`publicRepository\`, \`objectives\`, \`freezes\`, \`lateness\`, \`waivers\`, \`runsOn\`, \`network\`, \`notify\`, \`heartbeat\`, \`services\`, \`incidentScope\`, \`assignees\`, \`owners\`, \`reminderDays\`, \`fourEyes\`, \`environment\`, \`noticeDays\`, \`armHours\` and \`records\`
    fleet.yml:1:1: warning: the fleet has no hosts yet: add them under \`hosts\`
    runbooks/weekly.yml:1:1: the file is empty: its keys are \`id\`, \`title\`, \`purpose\`, \`level\`, \`enabled\`, \`since\`, \`hosts\`, \`rollout\`, \`impact\`, \`alternative\`, \`rollback\`, \`window\` and \`steps\`"
  `);
});

test('files of another shape', async () => {
  expect(
    await report({ 'config.yml': '- a\n', 'fleet.yml': 'x\n', 'runbooks/weekly.yml': '[]\n' }),
  ).toMatchInlineSnapshot(`
    "config.yml:1:1: the file must be a mapping, found a list
    fleet.yml:1:1: the file must be a mapping, found "x"
    runbooks/weekly.yml:1:1: the file must be a mapping, found an empty list"
  `);
});

test('runbooks whose file name does not count', async () => {
  expect(
    await report({ 'runbooks/other.yaml': 'id: other\n', 'runbooks/README.md': 'x' }),
  ).toMatchInlineSnapshot(
    `"runbooks/other.yaml:1:1: runbooks end in .yml: rename it to other.yml"`,
  );
});

test('every mistake of config.yml at once', async () => {
  const config = `timezon: Asia/Tokyo
locale: jp
team: 12
publicRepository: true
contacts: { emergncy: x }
objectives: { rtoMinutes: -1, availability: 101, rpoMinutes: 4h }
freezes: [{ from: 2026-12-28, to: 2026-12-01, reason: x }, { from: 2026-02-30, to: x }]
runsOn: ubuntu-latest
notify: [{ webhook: "https://hooks.slack.com/services/T0/B0/hidden", format: slak }]
heartbeat: [https://hc-ping.com/uuid]
services:
  functional: [{ name: a, url: example.com, status: 2000 }]
  alertmanager: localhost
  prometheus: { url: "http://127.0.0.1:9090", vai: app1 }
  postgres: { database: d, user: u, password: 12345678, host: app9 }
incidentScope: hosts
assignees: ["a b"]
armHours: 1.5
records: { branch: "a..b" }
fourEyes: yes
`;
  const text = await report({ 'config.yml': config });
  expect(text).not.toMatch(/hidden|hc-ping|12345678/);
  expect(text).toMatchInlineSnapshot(`
    "config.yml:1:1: unknown key \`timezon\`: did you mean \`timezone\`?
    config.yml:2:9: \`locale\` must be \`ja\` or \`en\`, found "jp": did you mean \`ja\`?
    config.yml:3:7: \`team\` must be text, found 12: put it in quotes: "12"
    config.yml:4:19: \`publicRepository\` must be \`auto\`, \`yes\` or \`no\`, found true
    config.yml:5:13: unknown key \`emergncy\`: did you mean \`emergency\`?
    config.yml:6:27: \`rtoMinutes\` must be more than 0, found -1
    config.yml:6:45: \`availability\` must be at most 100, found 101
    config.yml:6:62: \`rpoMinutes\` must be a number, found "4h": write \`4\`, without quotes or a unit
    config.yml:7:35: the freeze ends before it begins: \`to\` is its last day
    config.yml:7:60: missing key \`reason\`: add \`reason: 年末年始\`
    config.yml:7:68: \`from\` must be a date that exists, as \`YYYY-MM-DD\`, found "2026-02-30"
    config.yml:7:84: \`to\` must be a date that exists, as \`YYYY-MM-DD\`, found "x"
    config.yml:8:9: \`runsOn\` must be a list, found "ubuntu-latest": write it as a list: [ubuntu-latest]
    config.yml:9:21: a secret is never written in a file of the repository: write \`env:NAME\`, and put the value into that variable (a secret of the repository)
    config.yml:9:78: \`format\` must be \`slack\`, \`teams\` or \`json\`, found "slak": did you mean \`slack\`?
    config.yml:10:12: \`heartbeat\` must be \`env:NAME\`, found a value that is not shown
    config.yml:12:32: \`url\` must be an http or https URL, found "example.com"
    config.yml:12:53: \`status\` must be at most 599, found 2000
    config.yml:13:17: \`alertmanager\` must be an http or https URL, found "localhost"
    config.yml:14:47: unknown key \`vai\`: did you mean \`via\`?
    config.yml:15:47: \`password\` must be \`env:NAME\`, found a value that is not shown
    config.yml:15:63: there is no host \`app9\` in the fleet: did you mean \`app1\`?
    config.yml:16:16: \`incidentScope\` must be \`fleet\`, \`group\` or \`host\`, found "hosts": did you mean \`host\`?
    config.yml:17:13: \`assignees[0]\` must be a GitHub login, found "a b"
    config.yml:18:11: \`armHours\` must be a whole number, found 1.5
    config.yml:19:20: \`branch\` must be a branch name, found "a..b"
    config.yml:20:11: \`fourEyes\` must be \`true\` or \`false\`, found "yes": write \`true\`"
  `);
});

test('more of config.yml', async () => {
  const services = '{ alertmanager: [a], prometheus: 5, functional: [{ name: x }] }';
  expect(
    await report({ 'config.yml': `timezone: Asia/Tokio\nteam: ""\nservices: ${services}\n` }),
  ).toMatchInlineSnapshot(`
    "config.yml:1:11: "Asia/Tokio" is not a time zone of the IANA database: did you mean \`Asia/Tokyo\`?
    config.yml:2:7: \`team\` must be text that is not empty, found ""
    config.yml:3:27: \`alertmanager\` must be an http or https URL or a mapping, found a list
    config.yml:3:44: \`prometheus\` must be an http or https URL or a mapping, found 5
    config.yml:3:60: missing key \`url\`: it must be an http or https URL"
  `);
});

test('every mistake of fleet.yml at once', async () => {
  const blob = pin.split(' ')[1];
  const fleet = `defualts: {}
knownHosts: known
defaults: { usr: x, port: "22", identity: "-----BEGIN OPENSSH PRIVATE KEY-----", password: hunter2 }
hosts:
  app 1: { address: 10.0.0.1 }
  app1:
    address: 10.0.0.300
    hostKeys:
      - ssh-ed25519 AAAA
      - ssh-rsa ${blob}
      - ssh-dss AAAA
      - SHA256:abc
      - rsa-sha2-256 AAAA
      - ssh-ed25519
      - ssh-ed25519 AA*A
      - ${pin.slice(0, -8)}
  app2: { adress: 10.0.0.2, port: 70000, groups: app }
  app3: { address: "10.0.0.3:22", user: "", vars: { a-b: 1, c: [1] } }
  app4: { address: "root@10.0.0.3", user: 5, identity: key }
  app5: { address: "[::1]", hostKeys: [] }
  app6: { address: "ssh://app6" }
  app7: { address: "app_7 x", passphrase: env:1X }
  app8:
`;
  const text = await report({ 'fleet.yml': fleet });
  expect(text).not.toMatch(/hunter2|BEGIN/);
  expect(text).toMatchInlineSnapshot(`
    "fleet.yml:1:1: unknown key \`defualts\`: did you mean \`defaults\`?
    fleet.yml:2:13: cannot read known (ENOENT): \`knownHosts\` is a file in the directory of the instance
    fleet.yml:3:13: unknown key \`usr\`: did you mean \`user\`?
    fleet.yml:3:27: \`port\` must be a number, found "22": write \`22\`, without quotes or a unit
    fleet.yml:3:43: a private key is never written in a file of the repository: withdraw this key, and write \`env:NAME\`, \`agent\` or the path of a file
    fleet.yml:3:92: a secret is never written in a file of the repository: write \`env:NAME\`, and put the value into that variable (a secret of the repository)
    fleet.yml:5:3: \`app 1\` must be a name of letters, digits, \`.\`, \`_\` and \`-\`
    fleet.yml:7:14: "10.0.0.300" is not an address: an IPv4 address is four numbers from 0 to 255
    fleet.yml:9:9: the key is cut short: copy the whole line
    fleet.yml:10:9: the line says \`ssh-rsa\`, but the key in it is \`ssh-ed25519\`: copy the whole line
    fleet.yml:11:9: a host key begins with its type, found "ssh-dss": the types are \`ssh-ed25519\`, \`ecdsa-sha2-nistp256\`, \`ecdsa-sha2-nistp384\`, \`ecdsa-sha2-nistp521\` or \`ssh-rsa\`
    fleet.yml:12:9: this is a fingerprint: a pin is the whole public key, as \`teiki hostkeys\` prints it
    fleet.yml:13:9: \`rsa-sha2-256\` is a signature algorithm: the key type is \`ssh-rsa\`
    fleet.yml:14:9: the key itself is missing after its type: copy the whole line
    fleet.yml:15:9: the key is not valid base64: it was cut or changed when it was copied: copy the whole line
    fleet.yml:16:9: the key is cut short: copy the whole line
    fleet.yml:17:11: unknown key \`adress\`: did you mean \`address\`?
    fleet.yml:17:35: \`port\` must be at most 65535, found 70000
    fleet.yml:17:50: \`groups\` must be a list, found "app": write it as a list: [app]
    fleet.yml:18:20: "10.0.0.3:22" is not an address: put the port into \`port\`
    fleet.yml:18:41: \`user\` must be a login name, found ""
    fleet.yml:18:53: \`a-b\` must be a name of letters, digits and \`_\`
    fleet.yml:18:64: \`c\` must be text, a number or \`true\` or \`false\`, found [1]
    fleet.yml:19:20: "root@10.0.0.3" is not an address: put the user into \`user\`
    fleet.yml:19:43: \`user\` must be text, found 5: put it in quotes: "5"
    fleet.yml:19:56: a key comes from \`env:NAME\`, \`agent\`, or a path that begins with \`/\`, \`~/\` or \`./\`
    fleet.yml:20:20: "[::1]" is not an address: write an IPv6 address without brackets
    fleet.yml:20:39: \`hostKeys\` must be a list of at least 1 item, found an empty list
    fleet.yml:21:20: "ssh://app6" is not an address: write the name or address alone, without a scheme
    fleet.yml:22:20: "app_7 x" is not an address: write an IPv4 or IPv6 address or a host name
    fleet.yml:22:43: a secret is never written in a file of the repository: write \`env:NAME\`, and put the value into that variable (a secret of the repository)
    fleet.yml:23:3: \`app8\` must be a mapping, found no value
    runbooks/weekly.yml:5:9: there is no group or host \`app\` in the fleet: did you mean \`app1\`?"
  `);
});

test('hosts that do not fit together', async () => {
  const fleet = `hosts:
  app1: { address: 10.0.0.1, groups: [app], user: u }
  app2: { address: 10.0.0.1, user: u, hostKeys: ["${pin}"], jump: app3 }
  app3: { address: 10.0.0.1, user: u, hostKeys: ["${pin}"], jump: app4 }
  app4: { address: 10.0.0.4, user: u, hostKeys: ["${pin}"], jump: app3 }
  app5: { address: 10.0.0.4, hostKeys: ["${pin}"], jump: app33 }
  app6: { address: 10.0.0.5, user: u, hostKeys: ["${pin}"], jump: app6 }
  app7: { address: 10.0.0.1, user: u, hostKeys: ["${pin}"] }
`;
  expect(await report({ 'fleet.yml': fleet })).toMatchInlineSnapshot(`
    "fleet.yml:2:3: host app1 has no pinned host key: run \`teiki hostkeys app1\`, compare the fingerprint, and add \`hostKeys\`
    fleet.yml:4:141: jump hosts go round in a circle: app3 → app4 → app3: remove \`jump\` from the host that the runner reaches directly
    fleet.yml:6:3: host app5 has no user: add \`user: mks-maint\` to it or to \`defaults\`
    fleet.yml:6:132: there is no host \`app33\` in the fleet: did you mean \`app3\`?
    fleet.yml:7:141: jump hosts go round in a circle: app6 → app6: remove \`jump\` from the host that the runner reaches directly
    fleet.yml:8:20: warning: hosts app1 and app7 have the same address and port: every check would run there twice"
  `);
});

test('a known_hosts file', async () => {
  const fleet =
    'knownHosts: known_hosts\nhosts: { app1: { address: 10.0.0.1, groups: [app], user: u } }\n';
  const known = `# a comment\n\n|1|abc=|def= ${pin}\n@cert-authority * ${pin}\n@foo x\n10.0.0.1 x\n`;
  expect(await report({ 'fleet.yml': fleet, known_hosts: known })).toMatchInlineSnapshot(`
    "known_hosts:5:1: unknown marker \`@foo\`: the markers are \`@cert-authority\` and \`@revoked\`
    known_hosts:6:1: a host key begins with its type, found "x": the types are \`ssh-ed25519\`, \`ecdsa-sha2-nistp256\`, \`ecdsa-sha2-nistp384\`, \`ecdsa-sha2-nistp521\` or \`ssh-rsa\`"
  `);
});

test('a fleet that nobody has filled in is a warning, not an error', async () => {
  expect(await report({ 'fleet.yml': 'hosts: {}\n' })).toMatchInlineSnapshot(
    `"fleet.yml:1:1: warning: the fleet has no hosts yet: add them under \`hosts\`"`,
  );
  const example = `hosts: { app1: { address: "2001:db8::1", groups: [app], user: u, hostKeys: ["${pin}"] } }\n`;
  expect(await report({ 'fleet.yml': example })).toMatchInlineSnapshot(
    `"fleet.yml:1:27: warning: the fleet still holds example addresses (app1: 2001:db8::1): put those of your hosts, and their \`hostKeys\`"`,
  );
});

test('every mistake of a runbook at once', async () => {
  const runbook = `id: wekly
titel: x
title: { jp: x }
purpose: {}
level: 4
hosts: [ap, app, bastoin]
window: { every: weekly, at: 2am }
steps:
  - chek: logs.disk-usage
  - check: logs.disk-usge
  - check: logs.disk-usage
    with: { warnig: 80, critical: 190, path: var/log }
  - check: logs.disk-usage
    task: logs.rotate-force
  - task: logs.disk-usage
  - review: incidents.review
    apply: true
    then: { task: x }
  - check: logs.large-files
    id: Bad Id
    with: []
  - check: logs.large-files
    with: { directory: "\${uplods}/x", pattern: 5, extra: 1 }
  - check: logs.large-files
    id: again
    with: { directory: "\${uploads}/x", pattern: "\${HOME:-x}", largerThanMiB: "\${uploads}" }
    then: { task: logs.rotate-frce, aply: true }
`;
  expect(await report({ 'runbooks/weekly.yml': runbook })).toMatchInlineSnapshot(`
    "runbooks/weekly.yml:1:5: the id \`wekly\` differs from the name of the file: write \`id: weekly\`, or rename the file to wekly.yml
    runbooks/weekly.yml:2:1: unknown key \`titel\`: did you mean \`title\`?
    runbooks/weekly.yml:3:10: unknown key \`jp\`: did you mean \`ja\`?
    runbooks/weekly.yml:4:1: a text needs \`ja\` or \`en\`
    runbooks/weekly.yml:5:8: \`level\` must be \`1\`, \`2\` or \`3\`, found 4
    runbooks/weekly.yml:6:9: there is no group or host \`ap\` in the fleet: did you mean \`app\`?
    runbooks/weekly.yml:6:18: there is no group or host \`bastoin\` in the fleet: did you mean \`bastion\`?
    runbooks/weekly.yml:7:18: \`every\` must be \`day\`, \`week\`, \`month\`, \`quarter\` or \`year\`, found "weekly": did you mean \`week\`?
    runbooks/weekly.yml:9:5: unknown key \`chek\`: did you mean \`check\`?
    runbooks/weekly.yml:10:12: the catalogue has no \`logs.disk-usge\`: did you mean \`logs.disk-usage\`?
    runbooks/weekly.yml:12:13: unknown key \`warnig\`: did you mean \`warning\`?
    runbooks/weekly.yml:12:35: \`critical\` must be at most 100, found 190
    runbooks/weekly.yml:12:46: \`path\` must be an absolute path, found "var/log"
    runbooks/weekly.yml:13:12: two steps have the id \`logs.disk-usage\`: give this one an \`id\` of its own
    runbooks/weekly.yml:14:5: a step has one of \`check\` and \`task\`: write two steps
    runbooks/weekly.yml:15:5: \`logs.disk-usage\` is a check, not a task: write \`check: logs.disk-usage\`
    runbooks/weekly.yml:15:11: two steps have the id \`logs.disk-usage\`: give this one an \`id\` of its own
    runbooks/weekly.yml:17:5: \`apply\` goes with a \`task\`: a review changes nothing
    runbooks/weekly.yml:18:5: \`then\` goes with a \`check\`: a review finds nothing to remedy
    runbooks/weekly.yml:18:19: the catalogue has no \`x\`: \`teiki catalogue\` lists what there is
    runbooks/weekly.yml:20:9: \`id\` must be a name of lower-case letters, digits, \`.\`, \`_\` and \`-\`, found "Bad Id"
    runbooks/weekly.yml:21:11: \`with\` must be a mapping, found an empty list
    runbooks/weekly.yml:23:5: missing key \`largerThanMiB\`: it must be a number
    runbooks/weekly.yml:23:24: host app1 has no variable \`uplods\`: did you mean \`uploads\`?
    runbooks/weekly.yml:23:48: \`pattern\` must be text, found 5: put it in quotes: "5"
    runbooks/weekly.yml:23:51: unknown key \`extra\`: the keys here are \`directory\`, \`pattern\` and \`largerThanMiB\`
    runbooks/weekly.yml:26:49: host app1 has no variable \`HOME:-x\`: write \`$\${…}\` where \`\${…}\` is meant as it stands
    runbooks/weekly.yml:26:78: \`largerThanMiB\` must be a number, found "/opt/mks/uploads" (on host app1)
    runbooks/weekly.yml:27:19: the catalogue has no \`logs.rotate-frce\`: did you mean \`logs.rotate-force\`?
    runbooks/weekly.yml:27:37: unknown key \`aply\`: did you mean \`apply\`?"
  `);
});

test.each([
  ['every: week, at: "02:00", minutes: 5'],
  ['every: week, on: mon, at: "24:00", minutes: 0'],
  ['every: month, on: fifth monday, at: "2:00", minutes: 5'],
  ['every: month, on: 31, at: "02:00", minutes: 5h'],
  ['every: month, on: [1], at: 200, minutes: 5'],
  ['every: quarter, on: first monday, months: [1, 2], at: "02:00", minutes: 5'],
  ['every: quarter, on: first monday, months: [13], at: "02:00", minutes: 5'],
  ['every: year, on: first monday, months: [1, 2], at: "02:00", minutes: 5'],
  ['every: day, on: monday, at: "02:00", minutes: 5'],
  ['at: "02:00", minutes: 5'],
])('a window of %s', async (window) => {
  const runbook = `id: weekly\nlevel: 1\ntitle: T\npurpose: P\nhosts: [app]\nwindow: { ${window} }\nsteps: [{ check: perf.cpu }]\n`;
  expect(await report({ 'runbooks/weekly.yml': runbook })).toMatchSnapshot();
});

test.each([
  ['level: 2', 'steps: [{ check: perf.cpu }]'],
  [
    'level: 2\nimpact: none',
    'steps: [{ check: perf.cpu, then: { task: logs.rotate-force, with: { config: /x } } }]',
  ],
  ['level: 1', 'steps: [{ task: system.reboot, apply: true }]'],
  ['level: 1', 'steps: [{ task: system.reboot }]'],
  ['level: "1"', 'steps: {}'],
  ['level: 1', 'steps: []'],
  ['level: 1', 'steps: [{ check: perf.cpu, with: { seconds: 1h, warning: "80%" } }]'],
  ['level: 1', 'steps: [{ check: logs.disk-usage, with: { warning: 95 } }]'],
  [
    'level: 1',
    'steps: [{ check: perf.cpu }, { check: perf.cpu }, { check: perf.memory, id: perf.cpu }]',
  ],
])('a runbook of %s and %s', async (level, steps) => {
  const runbook = `id: weekly\n${level}\ntitle: T\npurpose: P\nhosts: [app]\nwindow: { every: day, at: "02:00", minutes: 5 }\n${steps}\n`;
  expect(await report({ 'runbooks/weekly.yml': runbook })).toMatchSnapshot();
});

test('a variable that some hosts lack is told once, with a host that lacks it', async () => {
  const fleet = `defaults: { user: u }
hosts:
  app1: { address: 10.0.0.1, groups: [app], hostKeys: ["${pin}"], vars: { limit: 80 } }
  app2: { address: 10.0.0.2, groups: [app], hostKeys: ["${pin}"] }
  app3: { address: 10.0.0.3, groups: [app], hostKeys: ["${pin}"] }
  app4: { address: 10.0.0.4, groups: [app], hostKeys: ["${pin}"], vars: { limit: 800 } }
`;
  const runbook = `id: weekly
title: T
purpose: P
level: 1
hosts: [app]
window: { every: day, at: "02:00", minutes: 5 }
steps: [{ check: perf.cpu, with: { warning: "\${limit}" } }]
`;
  expect(
    await report({ 'fleet.yml': fleet, 'runbooks/weekly.yml': runbook }),
  ).toMatchInlineSnapshot(`
    "runbooks/weekly.yml:7:45: \`warning\` must be at most 100, found 800 (on host app4)
    runbooks/weekly.yml:7:45: host app2 has no variable \`limit\` (nor has 1 more host): add it under \`vars\` of the host or of \`defaults\` in fleet.yml"
  `);
});

test('an unknown default is told once, not for each host that inherits it', async () => {
  const fleet = `defaults: { user: u, jump: bastian }
hosts:
  app1: { address: 10.0.0.1, groups: [app], hostKeys: ["${pin}"] }
  app2: { address: 10.0.0.2, hostKeys: ["${pin}"] }
`;
  expect(await linesOf({ 'fleet.yml': fleet })).toEqual([
    'fleet.yml:1:28: there is no host `bastian` in the fleet: the hosts are `app1` and `app2`',
  ]);
});

test('a program reads the same with stable codes', async () => {
  const { issues } = await load({ 'config.yml': 'timezone: Asia/Tokyo\nteam: x\nlocale: jp\n' });
  expect(issues.map(({ file, ...issue }) => ({ ...issue, file: file.split('/').at(-1) }))).toEqual([
    {
      level: 'error',
      code: 'invalid-value',
      file: 'config.yml',
      line: 3,
      column: 9,
      path: ['locale'],
      message: '`locale` must be `ja` or `en`, found "jp"',
      expected: '`ja` or `en`',
      found: '"jp"',
      hint: 'did you mean `ja`?',
    },
  ]);
});
