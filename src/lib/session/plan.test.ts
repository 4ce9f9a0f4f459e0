import { describe, expect, it } from 'vitest';
import type { Analyser } from '$lib/core/analyser.ts';
import { defineTrack, type Track } from '$lib/core/track.ts';
import * as z from '$lib/core/zod.ts';
import { freshTracks } from './freshness.ts';
import { inGroups, inNeedOrder, planSession } from './plan.ts';

const never = () => Promise.reject(new Error('a plan loads nothing'));

function analyser(id: string, more: Partial<Analyser> = {}): Analyser {
  return {
    id,
    version: 1,
    capability: 'words',
    needs: [],
    models: [],
    media: 'audio',
    chart: 'none',
    measures: [],
    measure: never,
    ...(more.engine ? { track: defineTrack(id, 1, z.unknown()) } : {}),
    ...more,
  };
}

const registry: readonly Analyser[] = [
  analyser('pace', { needs: ['transcript', 'speech'] }),
  analyser('transcript', { engine: 'text', needs: ['speech'], models: ['whisper-base'] }),
  analyser('speech', { engine: 'samples', capability: 'words', models: ['vad'] }),
  analyser('relevance', { engine: 'text', capability: 'content', needs: ['transcript'], models: ['minilm'] }),
  analyser('pitch', { engine: 'samples', capability: 'voice' }),
  analyser('face', { engine: 'frames', capability: 'face', media: 'video', models: ['face'], ratePerSecond: 10 }),
  analyser('gaze', { capability: 'face', media: 'video', needs: ['face'] }),
];
const both = { audio: { sampleRate: 48_000, channels: 2 }, video: { width: 640, height: 480, fps: 30 } };
const ids = (list: readonly { id: string }[]) => list.map(({ id }) => id);

describe('the plan of a session', () => {
  it('runs everything that policy and recording allow, observers in the order of their needs', () => {
    const plan = planSession(registry, { off: [] }, both);
    expect(ids(plan.analysers)).toEqual(ids(registry));
    expect(ids(plan.observers.text)).toEqual(['transcript', 'relevance']);
    expect(plan.observers.frames).toEqual([{ id: 'face', ratePerSecond: 10 }]);
    expect(plan.refused.size + plan.unable.size).toBe(0);
  });

  it.each([
    ['a capability', ['face'], ['face', 'gaze']],
    ['one analyser', ['gaze'], ['gaze']],
    ['one that others need', ['speech'], ['pace', 'transcript', 'speech', 'relevance']],
    ['several', ['voice', 'content'], ['relevance', 'pitch']],
  ])('leaves out %s that the policy switches off, and what needs it', (_, off, expected) => {
    const plan = planSession(registry, { off }, both);
    expect([...plan.refused.keys()].sort()).toEqual([...expected].sort());
    const planned = [...plan.analysers, ...Object.values(plan.observers).flat()];
    for (const id of expected) expect(ids(planned)).not.toContain(id);
  });

  it('lets an instrument observe for what may run, though its own numbers are switched off', () => {
    const instrument = analyser('speech', { engine: 'samples', models: ['vad'], isInstrument: true });
    const voice = analyser('pitch', { engine: 'samples', capability: 'voice', needs: ['speech'] });
    const plan = planSession([instrument, voice], { off: ['words'] }, both);
    expect(ids(plan.observers.samples)).toEqual(['speech', 'pitch']);
    expect([...plan.refused.keys()]).toEqual(['speech']);
  });

  it('says why a recording without pictures or without sound gives nothing', () => {
    const silent = planSession(registry, { off: [] }, { ...both, audio: null });
    expect(silent.unable.get('pitch')).toBe('no-audio');
    expect(ids(silent.analysers)).toEqual(['face', 'gaze']);
    const blind = planSession(registry, { off: [] }, { ...both, video: null });
    expect(blind.unable.get('gaze')).toBe('no-video');
    expect(blind.observers.frames).toEqual([]);
  });

  it('does not run an observer whose need another medium would have to give', () => {
    const lips = analyser('lips', { engine: 'frames', media: 'video', needs: ['speech'] });
    const plan = planSession([...registry, lips], { off: [] }, { ...both, audio: null });
    expect(plan.unable.get('lips')).toBe('needs-missing');
  });

  it('asks for no more pictures than the recording has', () => {
    const slow = planSession(registry, { off: [] }, { ...both, video: { width: 640, height: 480, fps: 7.5 } });
    expect(slow.observers.frames).toEqual([{ id: 'face', ratePerSecond: 8 }]);
    const kept: Track = { id: 'face', version: 1, models: {}, backend: 'cpu', ratePerSecond: 8, data: null };
    expect(freshTracks([kept], slow, undefined)).toEqual([kept]);
  });

  it('parts observers by their models into as many groups as may run', () => {
    const list = [
      analyser('face', { models: ['face'] }),
      analyser('pose', { models: ['pose'] }),
      analyser('blink', { models: ['face'] }),
      analyser('light'),
    ];
    const groups = (most: number) =>
      inGroups(
        list.map(({ id }) => ({ id })),
        list,
        most,
      ).map(ids);
    expect(groups(1)).toEqual([['face', 'pose', 'blink', 'light']]);
    expect(groups(2)).toEqual([
      ['face', 'blink'],
      ['pose', 'light'],
    ]);
    expect(groups(9)).toEqual([['face', 'blink'], ['pose'], ['light']]);
    expect(inGroups([], list, 2)).toEqual([]);
  });

  it('puts needs first and survives a circle', () => {
    const circle = [analyser('a', { needs: ['b'] }), analyser('b', { needs: ['a'] }), analyser('c', { needs: ['a'] })];
    expect(ids(inNeedOrder(circle)).sort()).toEqual(['a', 'b', 'c']);
  });
});

describe('stored tracks', () => {
  const plan = planSession(registry, { off: [] }, both);
  const track = (id: string, more: Partial<Track> = {}): Track => ({
    ...{ id, version: 1, models: {}, backend: 'wasm', data: null },
    ...more,
  });
  const all = [track('speech', { models: { 'vad/a.onnx': 'aa' } }), track('transcript'), track('relevance')];
  const hashes = new Map([['vad/a.onnx', 'aa']]);

  it('hold while version, rate and weights are the same', () => {
    expect(freshTracks(all, plan, hashes)).toEqual(all);
    const face = track('face', { ratePerSecond: 10 });
    expect(freshTracks([face], plan, hashes)).toEqual([face]);
  });

  it('are stale with another version, rate or weight file', () => {
    expect(freshTracks([track('pitch', { version: 2 })], plan, hashes)).toEqual([]);
    expect(freshTracks([track('face', { ratePerSecond: 5 })], plan, hashes)).toEqual([]);
    expect(freshTracks([track('pitch', { models: { 'vad/a.onnx': 'bb' } })], plan, hashes)).toEqual([]);
  });

  it('are stale when what they were made from is', () => {
    const changed = new Map([['vad/a.onnx', 'bb']]);
    expect(freshTracks(all, plan, changed)).toEqual([]);
    expect(freshTracks(all.slice(1), plan, hashes)).toEqual([]);
  });

  it('count by version where the hashes are not known', () => {
    expect(freshTracks(all, plan, undefined)).toEqual(all);
  });

  it('of analysers that the policy switches off are not used', () => {
    const strict = planSession(registry, { off: ['content'] }, both);
    expect(ids(freshTracks(all, strict, hashes))).toEqual(['speech', 'transcript']);
  });
});
