import { expect, it } from 'vitest';
import { chooseDistribution, parseDeb822, parseOneLine } from './apt-sources.ts';

const deb822 = `# written by an installer
Types: deb deb-src
URIs: http://mirror.example/debian
Suites: bookworm bookworm-updates
Components: main contrib
Signed-By: /usr/share/keyrings/debian-archive-keyring.gpg

Types: deb
URIs: http://mirror.example/debian-security
Suites: bookworm-security
Components: main
Signed-By:
 /usr/share/keyrings/debian-archive-keyring.gpg

Enabled: no
Types: deb
URIs: http://off.example/debian
Suites: bookworm
Components: main
`;

const oneLine = `
# deb http://off.example/debian bookworm main
deb [arch=amd64 signed-by=/etc/apt/keyrings/vendor.asc] https://vendor.example/apt bookworm main
deb http://mirror.example/debian bookworm main contrib # comment
deb http://mirror.example/debian bookworm-updates main
deb-src http://mirror.example/debian bookworm main
deb http://mirror.example/debian-security bookworm-security main
`;

it.each([
  ['deb822', parseDeb822(deb822)],
  ['one-line', parseOneLine(oneLine)],
])('finds the distribution among %s sources', (_format, sources) => {
  expect(chooseDistribution(sources, 'bookworm')).toMatchObject({
    release: {
      uri: 'http://mirror.example/debian',
      suite: 'bookworm',
      components: ['main', 'contrib'],
    },
    pending: [
      { uri: 'http://mirror.example/debian', suite: 'bookworm-updates' },
      { uri: 'http://mirror.example/debian-security', suite: 'bookworm-security' },
    ],
  });
});

it('prefers the archive that has an updates suite to a third party without a keyring', () => {
  const third = 'deb https://vendor.example/apt bookworm main\n';
  const chosen = chooseDistribution(parseOneLine(third + oneLine), 'bookworm');
  expect(chosen?.release.uri).toBe('http://mirror.example/debian');
});

it('finds nothing for another release', () => {
  expect(chooseDistribution(parseDeb822(deb822), 'trixie')).toBeUndefined();
});
