import { existsSync, readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { registry } from '$lib/analysers/registry.ts';
import { CAPABILITIES, type AdviseInput, type MeasureInput } from '$lib/core/analyser.ts';
import { buildAnswer } from '$lib/core/report/build.ts';
import { answerSchema } from '$lib/core/report/schema.ts';
import { Tracks } from '$lib/core/track.ts';
import { weightsManifestSchema } from '$lib/core/weights.ts';

const root = path.resolve(import.meta.dirname, '..');
const folder = path.join(root, 'src/lib/analysers');
const manifest = weightsManifestSchema.parse(JSON.parse(readFileSync(path.join(root, 'models/manifest.json'), 'utf8')));
const byId = new Map(registry.map((analyser) => [analyser.id, analyser]));

/** An answer of which nothing was observed. */
const nothing: MeasureInput = {
  tracks: new Tracks([]),
  media: {
    name: 'a.mp4',
    mime: 'video/mp4',
    bytes: 1,
    sha256: '',
    seconds: 60,
    video: { width: 640, height: 480, fps: 30 },
    audio: { sampleRate: 48_000, channels: 1 },
  },
  language: 'en',
  question: { id: 'q', text: 'Why?' },
  lists: undefined,
};

describe('the registry', () => {
  it('has each analyser once, and every folder with a manifest', () => {
    expect(byId.size).toBe(registry.length);
    const folders = readdirSync(folder).filter((name) => existsSync(path.join(folder, name, 'analyser.ts')));
    expect([...byId.keys()].sort()).toEqual(folders.sort());
  });

  it('declares each measure once', () => {
    const ids = registry.flatMap(({ measures }) => measures.map(({ id }) => id));
    expect(ids.filter((id, index) => ids.indexOf(id) !== index)).toEqual([]);
  });

  it('has no analysers that need each other in a circle', () => {
    const reaches = (from: string, to: string, seen: ReadonlySet<string>): boolean =>
      (byId.get(from)?.needs ?? []).some(
        (need) => need === to || (!seen.has(need) && reaches(need, to, new Set([...seen, need]))),
      );
    expect(registry.filter(({ id }) => reaches(id, id, new Set())).map(({ id }) => id)).toEqual([]);
  });

  it('gives a valid answer of nothing: every declared measure, unavailable with a reason, and no score', async () => {
    const answer = await buildAnswer({
      id: 'a',
      analysers: registry,
      input: nothing,
      stages: [],
      catalog: {},
      locale: 'en',
    });
    expect(answerSchema.safeParse(JSON.parse(JSON.stringify(answer))).error).toBeUndefined();
    expect(answer.measures.filter(({ confidence, reason }) => confidence !== 'unavailable' || !reason)).toEqual([]);
    expect(answer.scores).toEqual({ overall: null, content: null, speech: null, voice: null, presence: null });
  });
});

describe.each(registry.map((analyser) => [analyser.id, analyser] as const))('analyser %s', (id, analyser) => {
  it('has a version, a known capability, needs that exist, and weights that are there', () => {
    expect(analyser.version).toBeGreaterThanOrEqual(1);
    expect(CAPABILITIES).toContain(analyser.capability);
    expect(analyser.needs.filter((need) => !byId.has(need))).toEqual([]);
    expect(analyser.models.filter((model) => !(model in manifest.models))).toEqual([]);
  });

  it('has an observer where it names an engine, and a track of its own name', () => {
    const observer = `observe.${analyser.engine ?? 'none'}.ts`;
    expect(existsSync(path.join(folder, id, observer))).toBe(analyser.engine !== undefined);
    if (analyser.engine !== undefined) expect(analyser.track?.id).toBe(id);
  });

  it('declares measures with dotted ids, a range, and norms with a source', () => {
    for (const { id: measure, range, norm } of analyser.measures) {
      expect(measure).toMatch(/^[a-z]+(\.[a-zA-Z0-9]+)+$/);
      expect(range[0]).toBeLessThan(range[1]);
      for (const language of ['en', 'id', 'xx', undefined]) {
        const band = norm?.(language);
        if (band) expect(band.source.length, measure).toBeGreaterThan(3);
      }
    }
  });

  it('measures and advises nothing out of nothing, and the same each time', async () => {
    const { measure, advise } = await analyser.measure();
    const once = measure(nothing);
    expect(once.measures.filter(({ value }) => value !== null)).toEqual([]);
    expect(measure(nothing)).toEqual(once);
    const input: AdviseInput = { output: once, values: {}, language: 'en', question: null };
    expect(advise?.(input) ?? []).toEqual([]);
  });
});
