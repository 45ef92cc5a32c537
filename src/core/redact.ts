/** A shorter value would blank out ordinary words. */
const shortestSecret = 6;
const replacement = '***';

/**
 * Returns a function that blanks out the given secrets wherever they appear in a text: as they
 * are, each line of theirs on its own (a private key is often cut up), as base64, URL-encoded and
 * as in a JSON string. Values shorter than 6 characters are ignored.
 */
export function redactor(secrets: Iterable<string>): (text: string) => string {
  const forms = new Set<string>();
  for (const secret of secrets) {
    for (const form of formsOf(secret)) if (form.length >= shortestSecret) forms.add(form);
  }
  if (forms.size === 0) return (text) => text;
  const longestFirst = [...forms].sort((a, b) => b.length - a.length);
  const pattern = new RegExp(longestFirst.map(escapeRegExp).join('|'), 'g');
  return (text) => text.replaceAll(pattern, replacement);
}

function formsOf(secret: string): readonly string[] {
  const trimmed = secret.trim();
  if (trimmed.length < shortestSecret) return [];
  return [...new Set([secret, trimmed, `${trimmed}\n`])]
    .flatMap(encodings)
    .concat(linesOf(trimmed));
}

function encodings(value: string): readonly string[] {
  const urlEncoded = encodeURIComponent(value.toWellFormed());
  return [
    value,
    ...base64Forms(value),
    urlEncoded,
    urlEncoded.replaceAll('%20', '+'),
    JSON.stringify(value).slice(1, -1),
  ];
}

/**
 * What base64 makes of the value wherever it stands in the encoded text (`user:password` moves it
 * by some bytes), less the characters that its neighbours take part in.
 */
function base64Forms(value: string): readonly string[] {
  return [0, 1, 2].flatMap((shift) => {
    const bytes = Buffer.concat([Buffer.alloc(shift), Buffer.from(value, 'utf8')]);
    const first = shift === 0 ? 0 : shift + 1;
    const whole = Math.floor((bytes.length * 8) / 6);
    return (['base64', 'base64url'] as const).map((form) =>
      bytes.toString(form).slice(first, whole),
    );
  });
}

/** The lines of a secret of several lines, without the armour of PEM, which is no secret. */
function linesOf(secret: string): readonly string[] {
  const lines = secret.split(/\r?\n|\\n/);
  if (lines.length === 1) return [];
  return lines.map((line) => line.trim()).filter((line) => !line.startsWith('-----'));
}

/** Every string in a JSON value becomes another; the shape stays. */
export function mapStrings<Value>(value: Value, change: (text: string) => string): Value {
  const walk = (inner: unknown): unknown => {
    if (typeof inner === 'string') return change(inner);
    if (Array.isArray(inner)) return inner.map(walk);
    if (inner === null || typeof inner !== 'object') return inner;
    return Object.fromEntries(Object.entries(inner).map(([name, one]) => [name, walk(one)]));
  };
  return walk(value) as Value;
}

function escapeRegExp(text: string): string {
  return text.replaceAll(/[\\^$.*+?()[\]{}|/-]/g, '\\$&');
}
