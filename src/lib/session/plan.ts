import type { Analyser, Engine } from '$lib/core/analyser.ts';
import type { MediaFacts } from '$lib/core/media.ts';
import { instrumentsFor, refusals, type Refusal } from '$lib/core/policy/decision.ts';
import type { Policy } from '$lib/core/policy/schema.ts';
import type { Track } from '$lib/core/track.ts';

/** The engines in the order in which they may start: text reads the tracks of samples. */
export const ENGINES = ['samples', 'text', 'frames'] as const satisfies readonly Engine[];

/** Why something will not run here, in the report as the reason of its measures (`reason.<code>`). */
export type Inability = 'no-audio' | 'no-video' | 'needs-missing';

/** An observer to run, with the rate that it asks for. */
export type PlannedObserver = { readonly id: string; readonly ratePerSecond?: number };

/**
 * What will be done with one recording. Pure data, decided once, before anything is loaded: what is refused is never
 * imported, fetched or started anywhere.
 */
export type SessionPlan = {
  /** Analysers whose observer (if any) and measures run, in the order of the registry. */
  readonly analysers: readonly Analyser[];
  readonly observers: Readonly<Record<Engine, readonly PlannedObserver[]>>;
  /** What the policy switched off: these leave nothing in the report, also where they observe for others. */
  readonly refused: ReadonlyMap<string, Refusal>;
  /** What this recording can't give: these leave unavailable measures with the reason. */
  readonly unable: ReadonlyMap<string, Inability>;
};

/** The observers of a plan that left no track, each with why. */
export function unobserved({ observers }: SessionPlan, tracks: readonly Track[], code: string) {
  const made = new Set(tracks.map(({ id }) => id));
  return Object.values(observers)
    .flat()
    .flatMap(({ id }) => (made.has(id) ? [] : [{ id, code }]));
}

type Medium = Pick<MediaFacts, 'audio' | 'video'>;

/** The rate asked for, or the recording's own where that is lower: the same picture twice tells nothing new. */
function rateFor(asked: number, { video }: Medium): number {
  return video && video.fps > 0 ? Math.min(asked, Math.max(1, Math.round(video.fps))) : asked;
}

/**
 * Observers in as many groups as workers may run side by side: those that load the same models stay together, because
 * one that reads another's pictures is cheap and a model in two workers is not.
 */
export function inGroups(
  observers: readonly PlannedObserver[],
  analysers: readonly Analyser[],
  most: number,
): PlannedObserver[][] {
  const modelsOf = (id: string) => [...(analysers.find((analyser) => analyser.id === id)?.models ?? [])].sort().join();
  const groups: PlannedObserver[][] = [];
  const placeOf = new Map<string, PlannedObserver[]>();
  for (const observer of observers) {
    const models = modelsOf(observer.id);
    let group = placeOf.get(models);
    if (!group) {
      const smallest = [...groups].sort((a, b) => a.length - b.length)[0];
      group = groups.length < most || !smallest ? [] : smallest;
      if (!groups.includes(group)) groups.push(group);
      placeOf.set(models, group);
    }
    group.push(observer);
  }
  return groups;
}

/** The registry filtered by policy and by what the recording has. */
export function planSession(registry: readonly Analyser[], policy: Pick<Policy, 'off'>, media: Medium): SessionPlan {
  const refused = refusals(registry, policy);
  const instruments = instrumentsFor(registry, refused);
  const allowed = registry.filter(({ id }) => !refused.has(id) || instruments.has(id));
  const unable = inabilities(allowed, media);
  const analysers = allowed.filter(({ id }) => !unable.has(id));
  const observersOf = (engine: Engine): PlannedObserver[] =>
    inNeedOrder(analysers)
      .filter((analyser) => analyser.engine === engine)
      .map(({ id, ratePerSecond }) => ({
        id,
        ...(ratePerSecond === undefined ? {} : { ratePerSecond: rateFor(ratePerSecond, media) }),
      }));
  return {
    analysers,
    observers: { samples: observersOf('samples'), text: observersOf('text'), frames: observersOf('frames') },
    refused,
    unable,
  };
}

/** Those that lack their medium, and observers that need one of these; a pure measure of two media does what it can. */
function inabilities(analysers: readonly Analyser[], media: Medium): ReadonlyMap<string, Inability> {
  const unable = new Map<string, Inability>();
  for (const analyser of analysers) {
    if (!media[analyser.media]) unable.set(analyser.id, analyser.media === 'audio' ? 'no-audio' : 'no-video');
  }
  for (let before = -1; before !== unable.size;) {
    before = unable.size;
    for (const { id, engine, needs } of analysers) {
      if (engine && !unable.has(id) && needs.some((need) => unable.has(need))) unable.set(id, 'needs-missing');
    }
  }
  return unable;
}

/** Analysers so that each comes after those it needs; otherwise in the order given. Needs in a circle are left as they are. */
export function inNeedOrder(analysers: readonly Analyser[]): Analyser[] {
  const byId = new Map(analysers.map((analyser) => [analyser.id, analyser]));
  const ordered = new Set<Analyser>();
  const visit = (analyser: Analyser, path: ReadonlySet<string>) => {
    if (ordered.has(analyser) || path.has(analyser.id)) return;
    for (const need of analyser.needs) {
      const needed = byId.get(need);
      if (needed) visit(needed, new Set([...path, analyser.id]));
    }
    ordered.add(analyser);
  };
  for (const analyser of analysers) visit(analyser, new Set());
  return [...ordered];
}
