import type { z } from 'zod';
import type { HttpProbe } from '../../core/probe.ts';
import { ask, type matrix } from './prometheus.ts';

/** From the first sample in which an alert fires to the last, gaps of up to five minutes included. */
export interface Episode {
  readonly alert: string;
  /** The other labels, sorted: `instance="app1:9100",severity="page"`. */
  readonly labels: string;
  readonly startAt: string;
  readonly endAt: string;
}

export const gapSeconds = 300;
export const stepSeconds = 60;
const week = '7d:1m';

/**
 * A subquery, for that ends at the server's own now and its steps lie on whole minutes, so that weeks
 * fit together. It has a point a minute; query_range would take no more than 11,000 of a series.
 */
export function firing(url: string, weeksAgo = 0): HttpProbe {
  const offset = weeksAgo === 0 ? '' : ` offset ${weeksAgo * 7}d`;
  return ask(url, 'query', `ALERTS{alertstate="firing"}[${week}]${offset}`);
}

/** In how many minutes of the week Prometheus has watched anything at all. */
export function watched(url: string, weeksAgo = 0): HttpProbe {
  const offset = weeksAgo === 0 ? '' : ` offset ${weeksAgo * 7}d`;
  return ask(url, 'query', `count_over_time((count(up))[${week}]${offset})`);
}

export const minutesOfWeek = 7 * 24 * 60;

type Series = z.output<typeof matrix>['result'];

/** Of all weeks together: what goes on over their border is one episode. Oldest first. */
export function episodesOf(series: Series): Episode[] {
  const times = new Map<string, { alert: string; labels: string; seconds: number[] }>();
  for (const { metric, values } of series) {
    const { alertname = '', __name__: _name, alertstate: _state, ...others } = metric;
    const labels = Object.keys(others)
      .sort()
      .map((name) => `${name}=${JSON.stringify(others[name])}`)
      .join(',');
    const key = `${alertname}{${labels}}`;
    const known = times.get(key) ?? { alert: alertname, labels, seconds: [] };
    for (const [second] of values) known.seconds.push(second);
    times.set(key, known);
  }
  return [...times.values()]
    .flatMap(({ alert, labels, seconds }) =>
      merged(seconds).map(([start, end]) => ({
        alert,
        labels,
        startAt: new Date(start * 1000).toISOString(),
        endAt: new Date(end * 1000).toISOString(),
      })),
    )
    .sort((a, b) => Date.parse(a.startAt) - Date.parse(b.startAt));
}

function merged(seconds: readonly number[]): [number, number][] {
  const spans: [number, number][] = [];
  for (const second of seconds.toSorted((a, b) => a - b)) {
    const last = spans.at(-1);
    if (last && second - last[1] <= gapSeconds) last[1] = second;
    else spans.push([second, second]);
  }
  return spans;
}

/** A sample stands for the minute that it begins. */
export const minutesOf = ({ startAt, endAt }: Episode): number =>
  Math.round((Date.parse(endAt) - Date.parse(startAt)) / 60_000) + stepSeconds / 60;

/** Episodes by the alert's name. */
export function byAlert(episodes: readonly Episode[]): ReadonlyMap<string, readonly Episode[]> {
  const groups = new Map<string, Episode[]>();
  for (const episode of episodes) {
    const group = groups.get(episode.alert);
    if (group) group.push(episode);
    else groups.set(episode.alert, [episode]);
  }
  return groups;
}
