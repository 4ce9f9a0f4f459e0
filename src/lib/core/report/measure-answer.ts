import {
  unavailable,
  type AdviseFunction,
  type Analyser,
  type FindingDraft,
  type MeasureDraft,
  type MeasureInput,
  type MeasureOutput,
} from '../analyser.ts';
import type { Refusal } from '../policy/decision.ts';
import type { AnalyserReading } from './analyser-reading.ts';
import type { ReadingMemory } from './reading-memory.ts';
import type { Conditions, Measure, Transcript } from './schema.ts';

/** What is known of how an answer was observed, so that a missing measure can say why it is missing. */
export type Observed = {
  /** Analysers that the policy switched off; they leave nothing in the report. */
  readonly refused?: ReadonlyMap<string, Refusal>;
  /** Observers that failed. */
  readonly failed?: readonly { readonly id: string }[];
  /** What was read of this answer before, where it is made again. */
  readonly memory?: ReadingMemory | undefined;
};

/** No interval of anything: what an answer starts with. Without a voice count the number of voices is unsure. */
export function emptyConditions(): Conditions {
  return { faces: [], noFace: [], lookingAway: [], voices: { count: 'unsure', confidence: 0, turns: [] } };
}

/**
 * Runs `measure` and `advise` of every analyser that may run, in the order of the registry. One that throws, or whose
 * medium the recording doesn't have, gives unavailable measures with a reason and takes nobody with it.
 * Reasons: `no-audio`, `no-video`, `observer-failed`, `not-observed`, `analyser-failed`.
 */
export async function measureAnswer(
  analysers: readonly Analyser[],
  input: MeasureInput,
  observed: Observed = {},
): Promise<AnalyserReading[]> {
  const readings: AnalyserReading[] = [];
  for (const analyser of analysers) {
    if (observed.refused?.has(analyser.id)) continue;
    const missing = whyMissing(analyser, analysers, input, observed);
    const read = (given: MeasureInput) => readAnalyser(analyser, given, missing);
    readings.push(await (observed.memory?.recall(analyser.id, input, missing, read) ?? read(input)));
  }
  return readings;
}

/** The reason that holds for every measure which the analyser could not give itself. */
function whyMissing(analyser: Analyser, all: readonly Analyser[], input: MeasureInput, observed: Observed): string {
  if (!input.media[analyser.media]) return analyser.media === 'audio' ? 'no-audio' : 'no-video';
  const failed = new Set((observed.failed ?? []).map(({ id }) => id));
  const dependsOnFailed = (id: string, seen: ReadonlySet<string>): boolean =>
    failed.has(id) ||
    (all.find((other) => other.id === id)?.needs ?? []).some(
      (need) => !seen.has(need) && dependsOnFailed(need, new Set([...seen, id])),
    );
  return dependsOnFailed(analyser.id, new Set()) ? 'observer-failed' : 'not-observed';
}

async function readAnalyser(analyser: Analyser, input: MeasureInput, missing: string): Promise<AnalyserReading> {
  if (!input.media[analyser.media]) return silentReading(analyser, missing, input);
  let loaded: { measure: (input: MeasureInput) => MeasureOutput; advise?: AdviseFunction };
  let output: MeasureOutput;
  try {
    loaded = await analyser.measure();
    output = loaded.measure(input);
  } catch {
    // The reason stands in the report beside every measure of this analyser; the others go on.
    return silentReading(analyser, 'analyser-failed', input);
  }
  const measures = complete(analyser, output.measures, missing, input);
  return { analyser, measures, output, findings: adviseOn(loaded.advise, output, measures, input) };
}

function adviseOn(
  advise: AdviseFunction | undefined,
  output: MeasureOutput,
  measures: readonly Measure[],
  { language, question }: MeasureInput,
): readonly FindingDraft[] {
  if (!advise) return [];
  const values: Record<string, number> = {};
  for (const { id, value } of measures) if (value !== null) values[id] = value;
  try {
    return advise({ output, values, language, question });
  } catch {
    // No advice is better than none of the measures; a contract test runs every `advise` on empty input.
    return [];
  }
}

function silentReading(analyser: Analyser, reason: string, input: MeasureInput): AnalyserReading {
  const measures = complete(analyser, [], reason, input);
  return { analyser, measures, output: { measures: [] }, findings: [] };
}

/** Every declared measure once, in declared order, with unit, norm and analyser; undeclared ones are left out. */
function complete(
  analyser: Analyser,
  drafts: readonly MeasureDraft[],
  missing: string,
  input: MeasureInput,
): Measure[] {
  return analyser.measures.map((spec) => {
    const draft = checked(drafts.find(({ id }) => id === spec.id) ?? unavailable(spec.id, missing));
    const norm = spec.norm?.(input.language);
    return {
      ...draft,
      unit: spec.unit,
      ...(norm === undefined ? {} : { norm: { ...norm } }),
      analyser: analyser.id,
      analyserVersion: analyser.version,
    };
  });
}

/** JSON knows no NaN: a value that isn't a number was not measured. Six digits are more than any measure is good for. */
function checked(draft: MeasureDraft): MeasureDraft {
  if (draft.value === null) return draft;
  if (!Number.isFinite(draft.value)) return unavailable(draft.id, 'not-a-number', draft.seconds);
  return { ...draft, value: Number(draft.value.toPrecision(6)) };
}

/** The transcript of the reading that has one. */
export function transcriptOf(readings: readonly AnalyserReading[]): Transcript | null {
  return readings.find(({ output }) => output.transcript)?.output.transcript ?? null;
}

/** Intervals of all readings put together; the first reading that counted voices is believed. */
export function conditionsOf(readings: readonly AnalyserReading[]): Conditions {
  const conditions = emptyConditions();
  for (const { output } of readings) {
    conditions.faces.push(...(output.conditions?.faces ?? []));
    conditions.noFace.push(...(output.conditions?.noFace ?? []));
    conditions.lookingAway.push(...(output.conditions?.lookingAway ?? []));
  }
  const voices = readings.find(({ output }) => output.conditions?.voices)?.output.conditions?.voices;
  return voices ? { ...conditions, voices } : conditions;
}
