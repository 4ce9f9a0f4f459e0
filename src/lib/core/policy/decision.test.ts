import { describe, expect, it } from 'vitest';
import type { Analyser, Capability } from '../analyser.ts';
import { instrumentsFor, isOff, parsePolicy, refusals, unknownNames } from './decision.ts';

const analyser = (id: string, capability: Capability, needs: string[] = []): Analyser => ({
  id,
  version: 1,
  capability,
  needs,
  models: [],
  media: 'audio',
  chart: 'none',
  measures: [],
  measure: () => Promise.resolve({ measure: () => ({ measures: [] }) }),
});

describe('isOff', () => {
  it.each([
    [['voice'], { by: 'capability', what: 'voice' }],
    [['pitch'], { by: 'analyser', what: 'pitch' }],
    [['pitch', 'voice'], { by: 'analyser', what: 'pitch' }],
    [['face', 'gaze'], undefined],
    [[], undefined],
  ])('off %j → %j', (off, expected) => {
    expect(isOff(analyser('pitch', 'voice'), { off })).toEqual(expected);
  });
});

describe('refusals', () => {
  const all = [
    analyser('transcript', 'words', ['speech']),
    analyser('speech', 'voice'),
    analyser('relevance', 'content', ['transcript']),
    analyser('gaze', 'face', ['face']),
    analyser('face', 'face'),
  ];

  it('takes with it what needs the refused one, whatever the order', () => {
    expect(Object.fromEntries(refusals(all, { off: ['speech'] }))).toEqual({
      speech: { by: 'analyser', what: 'speech' },
      transcript: { by: 'needs', what: 'speech' },
      relevance: { by: 'needs', what: 'transcript' },
    });
  });

  it('is empty for a policy that switches nothing off', () => {
    expect(refusals(all, { off: ['emotion'] }).size).toBe(0);
  });
});

describe('instruments', () => {
  const all = [
    { ...analyser('speech', 'words'), isInstrument: true },
    { ...analyser('loudness', 'voice', ['speech']), isInstrument: true },
    analyser('transcript', 'words', ['speech']),
    analyser('pitch', 'voice', ['speech', 'loudness']),
    analyser('voices', 'voices', ['loudness']),
  ];

  it.each([
    [['words'], ['speech', 'transcript'], ['speech']],
    [['voice'], ['loudness', 'pitch'], ['loudness']],
    [
      ['words', 'voice'],
      ['loudness', 'pitch', 'speech', 'transcript'],
      ['loudness', 'speech'],
    ],
    [['words', 'voice', 'voices'], ['loudness', 'pitch', 'speech', 'transcript', 'voices'], []],
    [['speech'], ['loudness', 'pitch', 'speech', 'transcript', 'voices'], []],
    [['speech', 'voice'], ['loudness', 'pitch', 'speech', 'transcript', 'voices'], []],
  ])('off %j: refused %j, of which %j still observe', (off, expected, serving) => {
    const refused = refusals(all, { off });
    expect([...refused.keys()].sort()).toEqual(expected);
    expect([...instrumentsFor(all, refused)].sort()).toEqual(serving);
  });
});

describe('unknownNames', () => {
  it('finds a slip of the pen, and takes capabilities and analysers for known', () => {
    expect(unknownNames({ off: ['fce', 'face', 'pitch'] }, [analyser('pitch', 'voice')])).toEqual(['fce']);
  });
});

describe('parsePolicy', () => {
  it('fills the defaults of product.md', () => {
    const policy = parsePolicy({ type: 'viva/policy', version: 1, id: 'x' });
    expect(policy).toMatchObject({ off: [], chunkSeconds: 30, limits: { bytes: 2e9, seconds: 3600, files: 20 } });
  });

  it.each([
    ['not an object', 'policy'],
    ['of another type', { type: 'viva/bank', version: 1, id: 'x' }],
    ['a capability as text', { type: 'viva/policy', version: 1, id: 'x', off: 'face' }],
    ['a weight above 1', policyWith({ weights: { content: 2, speech: 0, voice: 0, presence: 0 } })],
  ])('refuses %s', (_name, json) => {
    expect(() => parsePolicy(json)).toThrow(expect.objectContaining({ code: 'policy-invalid' }) as Error);
  });
});

function policyWith(fields: object) {
  return { type: 'viva/policy', version: 1, id: 'x', ...fields };
}
