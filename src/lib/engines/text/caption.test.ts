import { describe, expect, it } from 'vitest';
import { SAMPLE_RATE } from '$lib/core/media.ts';
import type { Stretch } from '$lib/engines/samples/live-sound.ts';
import { caption, LEFT_OUT, type CaptionWord } from './caption.ts';

/** A voice that says a numbered word every half second, in pieces of a tenth of a second. */
async function* voice(seconds: number, isSpeaking: (at: number) => boolean = () => true): AsyncGenerator<Stretch> {
  for (let piece = 0; piece < seconds * 10; piece++) {
    const at = piece / 10;
    yield await Promise.resolve({ samples: new Float32Array(SAMPLE_RATE / 10).fill(isSpeaking(at) ? 0.1 : 0), at });
  }
}

const wordsOf = (start: number, end: number): CaptionWord[] => {
  const words: CaptionWord[] = [];
  for (let n = Math.ceil(start * 2); (n + 1) / 2 <= end; n++) {
    words.push({ text: String(n), start: n / 2, end: n / 2 + 0.3, confidence: 1 });
  }
  return words;
};

describe('live captions', () => {
  it('give every word once, in order, while only the newest seconds are read again', async () => {
    const shown: (readonly CaptionWord[])[] = [];
    let longest = 0;
    await caption(
      voice(60),
      (samples, at) => {
        longest = Math.max(longest, samples.length / SAMPLE_RATE);
        return Promise.resolve(wordsOf(at, at + samples.length / SAMPLE_RATE));
      },
      ({ words }) => shown.push(words),
    );
    expect(longest).toBeLessThan(12);
    expect(shown.at(-1)?.map(({ text }) => Number(text))).toEqual(Array.from({ length: 120 }, (_, n) => n));
    expect(shown[0]!.at(-1)!.end).toBeLessThanOrEqual(2.2);
  });

  it('ask for no words where nobody speaks', async () => {
    let asked = 0;
    const hear = () => {
      asked += 1;
      return Promise.resolve([]);
    };
    await caption(
      voice(30, () => false),
      hear,
      () => undefined,
    );
    expect(asked).toBe(0);
  });

  it('skip forward where reading is slower than speech, and say that something is missing', async () => {
    /** What comes while somebody reads comes at once afterwards: twenty seconds of it. */
    async function* late(): AsyncGenerator<Stretch> {
      for (let at = 0; at < 80; at += 20)
        yield await Promise.resolve({ samples: new Float32Array(SAMPLE_RATE * 20).fill(0.1), at });
    }
    const shown: CaptionWord[][] = [];
    const untils: number[] = [];
    await caption(
      late(),
      (samples, at) => Promise.resolve(wordsOf(at, at + samples.length / SAMPLE_RATE)),
      ({ words, until }) => {
        shown.push([...words]);
        untils.push(until);
      },
    );
    expect(untils).toEqual([20, 40, 60, 80]);
    const last = shown.at(-1)!;
    const gaps = last.filter(({ text }) => text === LEFT_OUT);
    expect(gaps.length).toBeGreaterThan(0);
    // Words stay in their order, each once, and no word is missing without a sign for it.
    for (const [index, word] of last.slice(1).entries()) {
      const before = last[index]!;
      expect(word.start).toBeGreaterThanOrEqual(before.start);
      if (word.text !== LEFT_OUT && before.text !== LEFT_OUT) expect(Number(word.text)).toBe(Number(before.text) + 1);
    }
    expect(last.at(-1)!.end).toBeGreaterThan(79);
  });

  it('leave out silence without a word', async () => {
    async function* silent(): AsyncGenerator<Stretch> {
      for (let at = 0; at < 60; at += 20)
        yield await Promise.resolve({ samples: new Float32Array(SAMPLE_RATE * 20), at });
    }
    const shown: CaptionWord[][] = [];
    await caption(
      silent(),
      () => Promise.resolve([]),
      ({ words }) => shown.push([...words]),
    );
    expect(shown.at(-1)).toEqual([]);
  });
});
