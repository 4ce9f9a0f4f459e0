import { describe, expect, it } from 'vitest';
import { inputOf, speak } from '$lib/analysers/transcript/made-up-speech.ts';
import { Tracks } from '$lib/core/track.ts';
import { measure } from './measure.ts';

const valueOf = (output: ReturnType<typeof measure>, id: string) =>
  output.measures.find((one) => one.id === `speech.${id}`)?.value;
const kinds = (text: string, language = 'en') =>
  (measure(inputOf(speak(text), { language })).events ?? [])
    .filter(({ id }) => id !== 'filler-cluster')
    .map(({ id, detail }) => `${id}:${detail ?? ''}`);

describe('fillers', () => {
  it.each([
    ['so um I think uh yes', ['filler-um:um', 'filler-uh:uh']],
    ['Umm, well hmm I Er went', ['filler-um:umm', 'filler-um:hmm', 'filler-uh:er']],
    ['you know I mean it works', ['filler-discourse:you know', 'filler-discourse:i mean']],
    ['it looks like rain so we left', []],
    ['and, like, I left', ['filler-discourse:like']],
    ['and … like … I left', ['filler-discourse:like']],
    ['I like it', []],
    ['the plan was kind of, good', []],
    ['her mother is a doctor', []],
    ['mm-hmm uh-huh', []],
  ])('%s', (text, expected) => {
    expect(kinds(text)).toEqual(expected);
  });

  it.each([
    ['eee saya anu emm kerja', ['filler-uh:eee', 'filler-discourse:anu', 'filler-um:emm']],
    ['saya apa namanya bekerja', ['filler-discourse:apa namanya']],
    ['itu jadi masalah', []],
    ['benar, jadi, itu masalah', ['filler-discourse:jadi']],
    ['hati hati dan kadang kadang', []],
    ['saya saya mau', ['repetition:saya saya']],
  ])('in Indonesian: %s', (text, expected) => {
    expect(kinds(text, 'id')).toEqual(expected);
  });

  it('counts a rate over the answer, not over dead air', () => {
    const words = speak(`${'word '.repeat(60)}um ${'other '.repeat(39)}uh`.trim(), { start: 100 });
    const output = measure(inputOf(words, { seconds: 3000 }));
    // 101 words of 0.4 s and 2 s at each side.
    expect(valueOf(output, 'fillersPerMinute')).toBeCloseTo((2 * 60) / 44.36, 1);
    expect(valueOf(output, 'filledPausesPer100Words')).toBeCloseTo((100 * 2) / 101, 6);
  });

  it('finds clusters of three within ten seconds, and lets them grow', () => {
    const many = speak('um a uh b um c um d e f', { wordSeconds: 1 });
    const output = measure(inputOf([...many, ...speak('um far away', { start: 40 })]));
    expect(valueOf(output, 'fillerClusterCount')).toBe(1);
    expect(output.events?.find(({ id }) => id === 'filler-cluster')).toMatchObject({ start: 0, detail: '4' });
  });

  it.each([
    ['the the house', ['repetition:the the']],
    ['the um the house', ['filler-um:um', 'repetition:the the']],
    ['I was I was there', ['repetition:I was I was']],
    ['very very good', []],
    ['he said that that was it', []],
    ['th- the house', ['restart:th- the']],
    ['I was going I was thinking', ['restart:I was']],
    ['We came, we saw, we won.', []],
  ])('repetitions and restarts: %s', (text, expected) => {
    expect(kinds(text)).toEqual(expected);
  });

  it('says nothing of a language without lists, and nothing of silence', () => {
    for (const [input, reason] of [
      [{ ...inputOf(speak('hyvää päivää'), { language: 'fi' }) }, 'no-word-lists'],
      [inputOf([]), 'no-speech'],
    ] as const) {
      const { measures } = measure(input);
      expect(measures.length).toBe(9);
      expect(measures.every((one) => one.value === null && one.reason === reason)).toBe(true);
    }
  });

  it('gives no rate of a few seconds', () => {
    const output = measure(inputOf(speak('um yes'), { seconds: 1 }));
    expect(valueOf(output, 'fillersPerMinute')).toBeNull();
    expect(valueOf(output, 'umCount')).toBe(1);
  });

  it('is a range where only the hesitant reading or only the sound heard one', () => {
    const words = speak('so um I think uh yes we did it um then').map((word, index) =>
      index === 4 ? { ...word, prompted: true, confidence: 0.4 } : word,
    );
    const { tracks, ...input } = inputOf(words);
    const speech = { step: 0.032, probabilities: new Float32Array(0), spans: [{ start: 0, end: 8 }] };
    const pitch = { step: 0.01, hertz: new Float32Array(800).fill(120), blockSeconds: 30, ranges: [] };
    const held = { spans: [{ start: 4.6, end: 4.9, score: 0.9, kind: 'uh' as const }] };
    const track = (id: string, data: unknown) => ({ id, version: 1, models: {}, backend: 'test', data });
    const output = measure({
      ...input,
      tracks: new Tracks([
        ...tracks.all(),
        track('speech', speech),
        track('pitch', pitch),
        track('filled-pauses', held),
      ]),
    });
    const of = (name: string) => output.measures.find(({ id }) => id === `speech.${name}`);
    // Two that both readings have; one of the hesitant reading; the uncovered rest is too long for a filler.
    expect(of('fillerCount')).toMatchObject({ value: 3, range: [2, 3] });
    expect(of('uhCount')).toMatchObject({ value: 1, range: [0, 1] });
    expect(of('umCount')).not.toHaveProperty('range');
  });

  it('puts in what sounds held and no word covers', () => {
    const words = [...speak('so we did'), ...speak('it then', { start: 2 })];
    const { tracks, ...input } = inputOf(words);
    const track = (id: string, data: unknown) => ({ id, version: 1, models: {}, backend: 'test', data });
    const heard = (score: number) =>
      measure({
        ...input,
        tracks: new Tracks([
          ...tracks.all(),
          track('speech', { step: 0.032, probabilities: new Float32Array(0), spans: [{ start: 0, end: 2.8 }] }),
          track('filled-pauses', { spans: [{ start: 1.3, end: 1.8, score, kind: 'um' }] }),
        ]),
      });
    expect(heard(0.9).events).toMatchObject([{ id: 'filler-um', detail: 'um' }]);
    expect(heard(0.55).events).toEqual([]);
    expect(heard(0.55).measures.find(({ id }) => id === 'speech.fillerCount')).toMatchObject({
      value: 0,
      range: [0, 1],
    });
  });
});
