import { execFileSync } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { buildReport } from '$lib/core/report/build.ts';
import type { Answer, Measure, Report } from '$lib/core/report/schema.ts';
import { weigh } from '$lib/core/report/weigh.ts';
import { DEFAULT_WEIGHTS } from '$lib/core/score/scores.ts';
import { scoreAnswer } from '$lib/core/score/score-answer.ts';
import { subscoreTable } from '$lib/core/score/subscores.ts';
import pairs from './fixtures/answers/pairs.json' with { type: 'json' };
import { assessTyped, bankQuestions } from './support/typed-answer.ts';

const tool = path.resolve(import.meta.dirname, '../tools/verify-report.mjs');
const folder = mkdtempSync(path.join(tmpdir(), 'viva-verify-'));

/** Exit code and output of the tool, run as a person would. */
function verify(report: unknown): { code: number; output: string } {
  const file = path.join(folder, 'report.json');
  writeFileSync(file, JSON.stringify(report));
  try {
    return { code: 0, output: execFileSync(process.execPath, [tool, file], { encoding: 'utf8' }) };
  } catch (error) {
    const { status, stdout, stderr } = error as { status: number; stdout: string; stderr: string };
    return { code: status, output: stdout + stderr };
  }
}

/** A measure with a value of every kind that the sub-scores read. */
function everyMeasure(seed: number): Measure[] {
  const ids = new Set(
    subscoreTable({ language: 'en', questionType: 'motivation' }).flatMap(({ formula }) =>
      [...formula.terms, ...(formula.caps ?? [])].map(({ measure, points }) => JSON.stringify([measure, points])),
    ),
  );
  const measures = new Map<string, Measure>();
  [...ids].forEach((text, index) => {
    const [id, points] = JSON.parse(text) as [string, [number, number][]];
    const [low, high] = [points[0]![0], points.at(-1)![0]];
    const share = ((index * 7919 + seed * 104_729) % 101) / 101;
    const value = (index + seed) % 7 === 0 ? null : low + (high - low) * share;
    const common = { id, unit: '', seconds: 1, evidence: [], analyser: 'x', analyserVersion: 1 };
    measures.set(
      id,
      value === null
        ? { ...common, value, confidence: 'unavailable', reason: 'test' }
        : { ...common, value, confidence: 'measured' },
    );
  });
  return [...measures.values()];
}

function reportOf(answers: Answer[]): Report {
  return buildReport({
    app: { name: 'Viva', version: '0' },
    created: '2026-11-21T00:00:00Z',
    locale: 'en',
    policy: { id: 'default', off: [] },
    session: { id: 's', kind: 'import', title: '', processingSeconds: 1 },
    plan: { analysers: [], threads: 1, backend: 'wasm', device: '' },
    answers,
  });
}

describe('tools/verify-report.mjs', () => {
  let report: Report;

  beforeAll(async () => {
    const pair = pairs.pairs[0]!;
    const typed = await assessTyped({ text: pair.good, question: bankQuestions.get(pair.question) ?? null });
    const made = [1, 2, 3].map((seed): Answer => {
      const measures = everyMeasure(seed);
      const scored = scoreAnswer(measures, { weights: DEFAULT_WEIGHTS, language: 'en', questionType: 'motivation' });
      return { ...typed, id: `made-${seed}`, assessment: null, measures, ...scored };
    });
    report = reportOf([typed, ...made]);
  }, 120_000);

  it('agrees with the app on every sub-score and score', () => {
    expect(report.answers[0]?.assessment?.quality).toBeGreaterThan(5);
    expect(report.answers[1]?.subscores.every(({ value }) => value === null)).toBe(false);
    expect(verify(report)).toMatchObject({ code: 0, output: expect.stringContaining('agree') as string });
  });

  it('agrees under weights that the owner has chosen', () => {
    const weighed = weigh(report, { content: 0.1, speech: 0, voice: 0.6, presence: 0.3 });
    expect(weighed.scores.overall).not.toBe(report.scores.overall);
    expect(verify(weighed)).toMatchObject({ code: 0 });
  });

  it.each<[string, (copy: Report) => void]>([
    ['a sub-score', (copy) => (copy.answers[0]!.subscores[0]!.value! += 0.2)],
    ['a measure', (copy) => (copy.answers[0]!.measures.find(({ id }) => id === 'content.structure')!.value = 1)],
    ['a part', (copy) => (copy.answers[1]!.scores.speech! -= 1)],
    ['the overall score of an answer', (copy) => (copy.answers[2]!.scores.overall = null)],
    ['the score of the session', (copy) => (copy.scores.overall! += 5)],
    ['a weight', (copy) => (copy.scores.weights.voice = 0.9)],
    ['the spread', (copy) => (copy.answers[2]!.subscores.find(({ id }) => id === 'deliverySteadiness')!.spread = 99)],
    ['the quality', (copy) => (copy.answers[0]!.assessment!.quality = 2)],
  ])('finds %s that was changed', (_name, change) => {
    const copy = structuredClone(report);
    change(copy);
    expect(verify(copy)).toMatchObject({ code: 1, output: expect.stringContaining('recomputed') as string });
  });

  it.each([['{'], ['{"type":"viva/bank"}']])('says that %s is no report', (text) => {
    const file = path.join(folder, 'other.json');
    writeFileSync(file, text);
    expect(() => execFileSync(process.execPath, [tool, file], { stdio: 'pipe' })).toThrow(
      expect.objectContaining({ status: 2 }) as Error,
    );
  });
});
