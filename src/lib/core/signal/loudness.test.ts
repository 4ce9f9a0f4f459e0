import { describe, expect, it } from 'vitest';
import { Biquad, kWeighting } from './biquad.ts';
import { blocksOf, ChannelsLoudnessMeter, gatedLoudness, LoudnessMeter, lufs } from './loudness.ts';

const sine = (hertz: number, dbfs: number, seconds: number, rate: number) =>
  Float32Array.from(
    { length: Math.round(seconds * rate) },
    (_, i) => 10 ** (dbfs / 20) * Math.sin((2 * Math.PI * hertz * i) / rate),
  );

function integrated(samples: Float32Array, rate: number, pieces = 1): number | undefined {
  const meter = new LoudnessMeter(rate);
  const steps: number[] = [];
  const length = Math.ceil(samples.length / pieces);
  for (let at = 0; at < samples.length; at += length) {
    meter.push(samples.subarray(at, at + length), (meanSquare) => steps.push(meanSquare));
  }
  return gatedLoudness(blocksOf(steps));
}

function joined(...parts: Float32Array[]): Float32Array {
  const all = new Float32Array(parts.reduce((sum, { length }) => sum + length, 0));
  parts.reduce((at, part) => {
    all.set(part, at);
    return at + part.length;
  }, 0);
  return all;
}

describe('kWeighting', () => {
  it('gives the coefficients of ITU-R BS.1770-4 at 48 kHz', () => {
    const [shelf, highPass] = kWeighting(48_000);
    expect(shelf.b0).toBeCloseTo(1.53512485958697, 6);
    expect(shelf.b1).toBeCloseTo(-2.69169618940638, 6);
    expect(shelf.b2).toBeCloseTo(1.19839281085285, 6);
    expect(shelf.a1).toBeCloseTo(-1.69065929318241, 6);
    expect(shelf.a2).toBeCloseTo(0.73248077421585, 6);
    expect(highPass.a1).toBeCloseTo(-1.99004745483398, 6);
    expect(highPass.a2).toBeCloseTo(0.99007225036621, 6);
  });

  it.each([
    // Bands of speech, at 16 kHz within 0.3 dB of the standard's curve at 48 kHz.
    [100],
    [300],
    [1000],
    [2000],
    [4000],
  ])('weighs %i Hz at 16 kHz as at 48 kHz', (hertz) => {
    const gain = (rate: number) => {
      const filters = kWeighting(rate).map((coefficients) => new Biquad(coefficients));
      const samples = sine(hertz, 0, 1, rate);
      let power = 0;
      samples.forEach((sample, i) => {
        const y = filters.reduce((x, filter) => filter.step(x), sample);
        if (i >= rate / 2) power += y * y;
      });
      return 10 * Math.log10(power / (rate / 2));
    };
    expect(Math.abs(gain(16_000) - gain(48_000))).toBeLessThan(0.3);
  });
});

describe('channels together', () => {
  const rate = 48_000;
  function integratedOf(channels: Float32Array[]): number | undefined {
    const meter = new ChannelsLoudnessMeter(rate, channels.length);
    const steps: number[] = [];
    for (const from of [0, 12_345]) {
      const to = from === 0 ? 12_345 : undefined;
      const part = channels.map((channel) => channel.subarray(from, to));
      meter.push(part, (meanSquare) => steps.push(meanSquare));
    }
    return gatedLoudness(blocksOf(steps));
  }
  const quiet = new Float32Array(5 * rate);

  it('of a stereo tone at −23 dBFS are −23 LUFS (EBU Tech 3341 case 1)', () => {
    const tone = sine(1000, -23, 5, rate);
    expect(integratedOf([tone, tone])!).toBeCloseTo(-23, 1);
  });

  it('of 5.1 weigh by place (EBU Tech 3341 case 6)', () => {
    const [side, centre, back] = [-28, -24, -30].map((level) => sine(1000, level, 5, rate)) as [
      Float32Array,
      Float32Array,
      Float32Array,
    ];
    expect(integratedOf([side, side, centre, quiet, back, back])!).toBeCloseTo(-23, 1);
    expect(integratedOf([quiet, quiet, quiet, centre, quiet, quiet])).toBeUndefined();
  });
});

describe('gatedLoudness', () => {
  // ITU-R BS.1770-4: a 997 Hz sine at 0 dBFS in one channel measures −3.01 LKFS. EBU Tech 3341 case 1 and 2.
  it.each([
    [997, 0, 48_000, -3.01],
    [997, 0, 16_000, -3.01],
    [1000, -23, 48_000, -26.01],
    [1000, -33, 16_000, -36.01],
  ])('%i Hz at %f dBFS, sampled at %i Hz, is %f LUFS', (hertz, dbfs, rate, expected) => {
    expect(integrated(sine(hertz, dbfs, 5, rate), rate)!).toBeCloseTo(expected, 1);
  });

  it('leaves out what is 10 LU below the mean (EBU Tech 3341 case 3)', () => {
    const rate = 16_000;
    const [quiet, loud] = [sine(1000, -36, 10, rate), sine(1000, -23, 60, rate)];
    expect(integrated(joined(quiet, loud, quiet), rate)!).toBeCloseTo(-26, 0);
    const faint = sine(1000, -72, 10, rate);
    expect(integrated(joined(faint, quiet, loud, quiet, faint), rate)!).toBeCloseTo(-26, 0);
  });

  it('keeps time at rates that have no whole number of samples in a step', () => {
    const steps: number[] = [];
    new LoudnessMeter(11_025).push(sine(1000, -20, 20, 11_025), (meanSquare) => steps.push(meanSquare));
    expect(steps).toHaveLength(200);
  });

  it('is the same in one piece and in many', () => {
    const samples = sine(440, -20, 3, 16_000);
    expect(integrated(samples, 16_000, 37)).toBe(integrated(samples, 16_000));
  });

  it('rises by what the gain rises', () => {
    const samples = sine(440, -30, 3, 16_000);
    const louder = samples.map((sample) => sample * 2);
    expect(integrated(louder, 16_000)! - integrated(samples, 16_000)!).toBeCloseTo(6.02, 2);
  });

  it('finds nothing in silence, in nothing and in less than a block', () => {
    expect(integrated(new Float32Array(16_000), 16_000)).toBeUndefined();
    expect(integrated(new Float32Array(0), 16_000)).toBeUndefined();
    expect(integrated(sine(1000, -10, 0.3, 16_000), 16_000)).toBeUndefined();
  });

  it('says −Infinity for silence, as decibels do', () => {
    expect(lufs(0)).toBe(-Infinity);
  });
});
