import { registry } from '$lib/analysers/registry.ts';
import type { ChartKind } from '$lib/core/analyser.ts';
import type { Answer, AnswerEvent, Measure, Report, Series } from '$lib/core/report/schema.ts';
import { ownerOf } from '../i18n/messages.ts';
import { isSameUnit } from './report-words.ts';

/** A lane of the time line: one series as a line, or the events of one analyser, a row for each kind. */
export type LineLane = {
  readonly kind: 'line';
  readonly id: string;
  readonly series: Series;
  readonly norm?: Measure['norm'];
};
export type EventLane = { readonly kind: 'events'; readonly id: string; readonly rows: readonly EventRow[] };
export type EventRow = { readonly id: string; readonly events: readonly AnswerEvent[] };
export type Lane = LineLane | EventLane;

type Placed = { readonly order: number; readonly lane: Lane };

/** Lanes of an answer in the order of the registry; what no analyser here knows comes last. */
export function lanesOf(answer: Pick<Answer, 'series' | 'events' | 'measures'>): Lane[] {
  const lines = answer.series.map((series): Placed | undefined => {
    const owner = ownerOf('series', series.id);
    if (chartOf(owner) === 'none' || series.values.every((value) => value === null)) return undefined;
    // The band of the analyser's first measure, which is what its series is about; others speak of variation or extremes.
    const main = registry.find(({ id }) => id === owner)?.measures[0];
    const norm =
      main && isSameUnit(main.unit, series.unit) ? answer.measures.find(({ id }) => id === main.id)?.norm : undefined;
    return { order: orderOf(owner), lane: { kind: 'line', id: series.id, series, ...(norm ? { norm } : {}) } };
  });
  const owners = [...new Set(answer.events.map(({ id }) => ownerOf('events', id) ?? id))];
  const events = owners.map((owner): Placed | undefined => {
    if (chartOf(owner) === 'none') return undefined;
    const own = answer.events.filter(({ id }) => (ownerOf('events', id) ?? id) === owner);
    const ids = [...new Set(own.map(({ id }) => id))];
    const rows = ids.map((id) => ({ id, events: own.filter((event) => event.id === id) }));
    return { order: orderOf(owner), lane: { kind: 'events', id: owner, rows } };
  });
  return [...events, ...lines]
    .filter((placed) => placed !== undefined)
    .sort((a, b) => a.order - b.order)
    .map(({ lane }) => lane);
}

/** What people wrote at moments of an answer, as a lane; none without notes. */
export function noteLane(comments: Report['comments'], answerId: string): EventLane[] {
  const events = comments
    .filter(({ answer }) => answer === answerId)
    .map(({ at, by, text }) => ({ id: 'note', start: at, end: at, confidence: 1, detail: `${by}: ${text}` }))
    .sort((a, b) => a.start - b.start);
  return events.length === 0 ? [] : [{ kind: 'events', id: 'notes', rows: [{ id: 'note', events }] }];
}

function chartOf(owner: string | undefined): ChartKind | undefined {
  return registry.find(({ id }) => id === owner)?.chart;
}

function orderOf(owner: string | undefined): number {
  const place = registry.findIndex(({ id }) => id === owner);
  return place < 0 ? registry.length : place;
}

/** A bar of an event row, as shares of the window. `event` is the first of those that it stands for. */
export type Bar = {
  readonly left: number;
  readonly width: number;
  readonly event: AnswerEvent;
  readonly count: number;
};

/** Bars narrower apart than this can't be told from each other on any screen. */
const FINEST = 1 / 800;

/** Events that the window shows; those too close to be told apart become one bar. Events come in order of time. */
export function barsOf(events: readonly AnswerEvent[], from: number, to: number): Bar[] {
  const seconds = to - from || 1;
  const bars: Bar[] = [];
  for (const event of events) {
    if (event.end < from || event.start > to) continue;
    const left = Math.max(0, (event.start - from) / seconds);
    const right = Math.min(1, (event.end - from) / seconds);
    const previous = bars.at(-1);
    if (previous && left - (previous.left + previous.width) < FINEST) {
      bars[bars.length - 1] = {
        ...previous,
        width: Math.max(previous.width, right - previous.left),
        count: previous.count + 1,
      };
    } else bars.push({ left, width: Math.max(0, right - left), event, count: 1 });
  }
  return bars;
}
