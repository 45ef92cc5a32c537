import type { ShellOutput, TcpOutput } from '../../core/probe.ts';
import { parseSections, type Sections } from '../security/sections.ts';
import { publishedPorts } from './docker.ts';
import { parseFirewalld } from './firewalld.ts';
import { parseIptables } from './iptables.ts';
import { parseNftables } from './nftables.ts';
import type { Firewall } from './rule.ts';
import { parseUfw } from './ufw.ts';

export interface Denial {
  readonly tool: string;
  readonly exitStatus: number;
  readonly text: string;
}

export interface Attempt {
  readonly address: string;
  readonly port: number;
  /** null when the connection came about. */
  readonly error: string | null;
}

export interface StatusFacts {
  readonly firewall: Firewall | null;
  /** Tools that are installed but would not tell. */
  readonly denials: readonly Denial[];
  /** Tools that have told their state. */
  readonly tools: readonly string[];
  /** Host ports that Docker forwards past the firewall; null without Docker. */
  readonly published: readonly number[] | null;
  /** What came of connecting from the runner; null when it was not tried. */
  readonly attempts: readonly Attempt[] | null;
  /** The jump host that stands before this one. */
  readonly behind: string | null;
}

const tools = ['ufw', 'firewalld', 'nft', 'iptables', 'iptables-six'];

export function parseStatus(shell: ShellOutput, tcp: TcpOutput | undefined): StatusFacts {
  const sections = parseSections(shell.stdout);
  const readings = tools.map((tool) => read(sections, tool));
  const denials = readings.flatMap((one) =>
    one !== undefined && 'exitStatus' in one ? [one] : [],
  );
  const text = (tool: string) => {
    const one = read(sections, tool);
    return one !== undefined && 'stdout' in one ? one.stdout : undefined;
  };
  return {
    firewall: readFirewall(text),
    denials,
    tools: tools.filter((tool) => text(tool) !== undefined),
    published:
      sections.text('docker') === undefined ? null : publishedPorts(text('nft'), text('iptables')),
    attempts:
      tcp === undefined || tcp.behind !== undefined
        ? null
        : tcp.endpoints.map(({ address, port, error }) => ({
            address,
            port,
            error: error?.code ?? null,
          })),
    behind: tcp?.behind ?? null,
  };
}

function readFirewall(text: (tool: string) => string | undefined): Firewall | null {
  const [ufw, firewalld, nft, four] = ['ufw', 'firewalld', 'nft', 'iptables'].map(text);
  return (
    (ufw === undefined ? null : parseUfw(ufw)) ??
    (firewalld === undefined ? null : parseFirewalld(firewalld)) ??
    (nft === undefined ? null : parseNftables(nft)) ??
    (four === undefined ? null : parseIptables(four, text('iptables-six') ?? ''))
  );
}

function read(sections: Sections, tool: string): Denial | { readonly stdout: string } | undefined {
  const text = sections.text(tool);
  if (text === undefined) return undefined;
  const exitStatus = Number(sections.text(`${tool}-status`) ?? Number.NaN);
  if (exitStatus === 0) return { stdout: text };
  // firewalld that is installed and stopped is an answer, not a lack of rights.
  if (tool === 'firewalld' && /not running/i.test(text)) return undefined;
  return { tool, exitStatus, text: text.slice(-500) };
}
