import { Unparsable } from '../define.ts';
import type { Firewall, Rule } from './rule.ts';

/** Ports of the services that a web host opens, from firewalld's own definitions. */
const services: Readonly<Record<string, readonly string[]>> = {
  ssh: ['22/tcp'],
  http: ['80/tcp'],
  https: ['443/tcp'],
  http3: ['443/udp'],
  postgresql: ['5432/tcp'],
  redis: ['6379/tcp'],
  mysql: ['3306/tcp'],
  prometheus: ['9090/tcp'],
  cockpit: ['9090/tcp'],
  'dhcpv6-client': ['546/udp'],
  mdns: ['5353/udp'],
  ntp: ['123/udp'],
  dns: ['53/tcp', '53/udp'],
  smtp: ['25/tcp'],
};

/** Reads `firewall-cmd --list-all`: the zone of the default interface. */
export function parseFirewalld(text: string): Firewall {
  const field = (name: string) => new RegExp(`^  ${name}: *(.*)$`, 'm').exec(text)?.[1]?.trim();
  const target = field('target');
  if (target === undefined) throw new Unparsable('"target:" of firewall-cmd', text.slice(0, 300));
  const words = (name: string) => (field(name) ?? '').split(' ').filter((word) => word !== '');
  const policy = target === 'ACCEPT' ? 'allow' : 'deny';
  const sources = words('sources');
  const allow = (port: string, name: string): Rule[] => {
    const [, low, high = low, protocol = 'any'] = /^(\d+)(?:-(\d+))?\/([a-z]+)$/.exec(port) ?? [];
    const ports = low === undefined ? null : ([[Number(low), Number(high)]] as const);
    return ([4, 6] as const).map((family) => ({
      ...({ action: 'allow', family, protocol, ports, interface: null, text: name } as const),
      source: sources.length > 0 && words('interfaces').length === 0 ? sources.join(',') : 'any',
      isPartial: ports === null,
    }));
  };
  const rich = text.split('\n').filter((line) => /^\s+rule .*\baccept\b/.test(line));
  return {
    tool: 'firewalld',
    incoming: { 4: policy, 6: policy },
    rules: [
      ...words('services').flatMap((name) =>
        (services[name] ?? [name]).flatMap((port) => allow(port, `${name} (${port})`)),
      ),
      ...words('ports').flatMap((port) => allow(port, port)),
      ...rich.flatMap((line) => allow('', line.trim())),
    ],
  };
}
