/** One archive line of apt: where it is and what it has there. */
export interface AptSource {
  uri: string;
  suite: string;
  components: string[];
  /** Path of the keyring when the source names one. */
  signedBy: string | undefined;
}

/** The distribution's own archives, in the order that a builder needs them. */
export interface DistributionSources {
  release: AptSource;
  /** Updates and security: what is pending on a host that has the release alone. */
  pending: AptSource[];
}

/** Parses the one-line format (`deb [options] uri suite component…`). */
export function parseOneLine(text: string): AptSource[] {
  return text.split('\n').flatMap((line) => {
    const match = /^\s*deb\s+(?:\[([^\]]*)\]\s+)?(\S+)\s+(\S+)\s*([^#]*)/.exec(line);
    if (!match) return [];
    const [, options = '', uri = '', suite = '', rest = ''] = match;
    const components = words(rest);
    return [{ uri, suite, components, signedBy: /signed-by=(\S+)/i.exec(options)?.[1] }];
  });
}

/** Parses the deb822 format (stanzas of `Types:`, `URIs:`, `Suites:`, `Components:`). */
export function parseDeb822(text: string): AptSource[] {
  const lines = text.split('\n').filter((line) => !line.startsWith('#'));
  return lines
    .join('\n')
    .split(/\n\s*\n/)
    .flatMap((stanza) => {
      const fields = new Map<string, string>();
      for (const field of stanza.split(/\n(?=\S)/)) {
        const [, name, value] = /^([\w-]+):([^]*)$/.exec(field.trim()) ?? [];
        if (name !== undefined && value !== undefined) fields.set(name.toLowerCase(), value.trim());
      }
      const list = (name: string) => words(fields.get(name) ?? '');
      if (fields.get('enabled') === 'no' || !list('types').includes('deb')) return [];
      return list('uris').flatMap((uri) =>
        list('suites').map((suite) => ({
          uri,
          suite,
          components: list('components'),
          signedBy: fields.get('signed-by'),
        })),
      );
    });
}

/**
 * Picks the distribution's own archives for a code name such as `bookworm`.
 * A third party may use the same suite name; it has neither the distribution's keyring nor its
 * `-updates` suite.
 *
 * @returns undefined when the release suite is not among the sources.
 */
export function chooseDistribution(
  sources: AptSource[],
  codename: string,
): DistributionSources | undefined {
  const own = sources.filter(
    ({ signedBy, components }) =>
      components.includes('main') &&
      (signedBy === undefined || /(debian|ubuntu)-archive/.test(signedBy)),
  );
  const hasUpdates = (uri: string) =>
    own.some((source) => source.uri === uri && source.suite === `${codename}-updates`);
  const releases = own.filter(({ suite }) => suite === codename);
  const release = releases.find(({ uri }) => hasUpdates(uri)) ?? releases[0];
  if (!release) return undefined;
  const later = [`${codename}-updates`, `${codename}-security`];
  return { release, pending: own.filter(({ suite }) => later.includes(suite)) };
}

function words(text: string): string[] {
  return text.split(/\s+/).filter((word) => word !== '');
}
