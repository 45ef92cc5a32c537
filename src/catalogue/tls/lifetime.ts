const day = 86_400_000;

export interface Lifetime {
  readonly state: 'good' | 'not-yet' | 'expired' | 'critical' | 'warning';
  /** Days until it ends, negative after. */
  readonly remainingDays: number;
  /** The limit that it fell below, or would be warned at. */
  readonly limitDays: number;
}

/**
 * Fixed limits would alarm for a third of the life of a 45-day certificate, so they are also a
 * share of the lifetime: a third for the warning, a tenth for critical.
 */
export function judgeLifetime(
  { notBefore, notAfter }: { readonly notBefore: string; readonly notAfter: string },
  now: Date,
  limits: { readonly warningDays: number; readonly criticalDays: number },
): Lifetime {
  const [from, to] = [Date.parse(notBefore), Date.parse(notAfter)];
  const lifetimeDays = (to - from) / day;
  const remaining = (to - now.getTime()) / day;
  const remainingDays = Math.round(remaining * 100) / 100;
  const warningDays = Math.min(limits.warningDays, lifetimeDays / 3);
  const criticalDays = Math.min(limits.criticalDays, lifetimeDays / 10);
  const lifetime = (state: Lifetime['state'], limit: number): Lifetime => ({
    state,
    remainingDays,
    limitDays: Math.round(limit * 10) / 10,
  });
  if (remaining <= 0) return lifetime('expired', 0);
  if (from > now.getTime()) return lifetime('not-yet', warningDays);
  if (remaining < criticalDays) return lifetime('critical', criticalDays);
  if (remaining < warningDays) return lifetime('warning', warningDays);
  return lifetime('good', warningDays);
}
