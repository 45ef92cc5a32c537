/**
 * JSON that an HTML comment can hold and that GitHub finds nothing in: no `--`, no angle brackets,
 * no mention, no reference.
 */
export function hiddenJson(value: unknown): string {
  return JSON.stringify(value)
    .replaceAll(/[<>&@#`\u007f-\u009f\u2028\u2029]/g, escaped)
    .replaceAll('--', '-\\u002d');
}

function escaped(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
}
