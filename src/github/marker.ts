/**
 * The hidden marker of an issue: its first HTML comment that names teiki. A body without one stands
 * for itself, so that a draft can always be told from other issues.
 */
export function hiddenMarker(body: string): string {
  const [marker] = /<!--\s*teiki\b[^]*?-->/.exec(body) ?? [];
  return marker ?? body.trim();
}
