import { expect, it, vi } from 'vitest';
import { measured, type Analyser, type MeasureInput } from '../analyser.ts';
import { defineTrack, Tracks, type Track } from '../track.ts';
import * as z from '../zod.ts';
import { buildAnswer } from './build.ts';
import { ReadingMemory } from './reading-memory.ts';

const schema = z.object({ value: z.number() });
const words = defineTrack('words', 1, schema);
const voice = defineTrack('voice', 1, schema);
const track = (id: string, value: number): Track => ({
  id,
  version: 1,
  models: {},
  backend: 'script',
  data: { value },
});

/** An analyser that reads some of the tracks; `seen` counts how often. */
function reader(id: string, keys: readonly (typeof words)[], seen: (id: string) => void): Analyser {
  const sum = ({ tracks }: MeasureInput) => keys.reduce((total, key) => total + (tracks.get(key)?.value ?? 0), 0);
  return {
    ...{ id, version: 1, capability: 'words', needs: [], models: [], media: 'audio', chart: 'none' },
    measures: [{ id: `${id}.sum`, unit: '', range: [0, 100] }],
    measure: () =>
      Promise.resolve({
        measure: (input) => {
          seen(id);
          return { measures: [measured(`${id}.sum`, sum(input), { seconds: 1 })] };
        },
      }),
  };
}

const media = { ...{ name: 'a', mime: 'audio/wav', bytes: 1, sha256: '', seconds: 1, video: null } };

function answering() {
  const seen = vi.fn<(id: string) => void>();
  const analysers = [
    reader('of-words', [words], seen),
    reader('of-voice', [voice], seen),
    reader('both', [words, voice], seen),
  ];
  const memory = new ReadingMemory();
  const make = async (tracks: readonly Track[], language = 'en') => {
    seen.mockClear();
    const input: MeasureInput = {
      ...{ tracks: new Tracks(tracks), language, question: null, lists: undefined },
      media: { ...media, audio: { sampleRate: 16000, channels: 1 } },
    };
    const request = { id: 'a', analysers, input, stages: [], catalog: {}, locale: 'en' };
    const answer = await buildAnswer({ ...request, memory });
    expect(answer).toEqual(await buildAnswer({ ...request, input: { ...input, tracks: new Tracks(tracks) } }));
    return { values: answer.measures.map(({ value }) => value), read: seen.mock.calls.map(([id]) => id).slice(0, -3) };
  };
  return make;
}

it('reads again what a change touches, and nothing else', async () => {
  const make = answering();
  expect(await make([track('words', 1), track('voice', 10)])).toEqual({
    values: [1, 10, 11],
    read: ['of-words', 'of-voice', 'both'],
  });
  expect((await make([track('words', 1), track('voice', 10)])).read).toEqual([]);
  expect(await make([track('words', 2), track('voice', 10)])).toEqual({
    values: [2, 10, 12],
    read: ['of-words', 'both'],
  });
});

it('reads again where a track came, went, or is of another version', async () => {
  const make = answering();
  await make([track('voice', 10)]);
  expect((await make([track('words', 1), track('voice', 10)])).read).toEqual(['of-words', 'both']);
  expect((await make([track('words', 1)])).read).toEqual(['of-voice', 'both']);
  expect((await make([{ ...track('words', 1), version: 2 }])).values).toEqual([0, 0, 0]);
});

it('reads everything again where the language is another', async () => {
  const make = answering();
  await make([track('words', 1)]);
  expect((await make([track('words', 1)], 'id')).read).toHaveLength(3);
});

it('keeps no failure', async () => {
  const measure = vi.fn(() => ({ measures: [measured('once.sum', 1, { seconds: 1 })] }));
  measure.mockImplementationOnce(() => {
    throw new Error('no');
  });
  const analyser = { ...reader('once', [], vi.fn()), measure: () => Promise.resolve({ measure }) };
  const input: MeasureInput = {
    ...{ tracks: new Tracks([]), language: 'en', question: null, lists: undefined },
    media: { ...media, audio: { sampleRate: 16000, channels: 1 } },
  };
  const memory = new ReadingMemory();
  const value = async () => {
    const request = { id: 'a', analysers: [analyser], input, stages: [], catalog: {}, locale: 'en', memory };
    return (await buildAnswer(request)).measures[0]?.value;
  };
  expect([await value(), await value(), await value()]).toEqual([null, 1, 1]);
  expect(measure).toHaveBeenCalledTimes(2);
});
