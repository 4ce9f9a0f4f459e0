/**
 * Reads the time from the clips in tests/fixtures/containers, for tests: picture n (20 a second) has a brightness of
 * 40 + 3n, and at every full second a beep begins.
 */

/** A clip of tests/fixtures, as a file that was chosen. */
export async function fixture(path: string): Promise<File> {
  const response = await fetch(`/tests/fixtures/${path}`);
  if (!response.ok) throw new Error(`${path}: HTTP ${response.status}`);
  return new File([await response.blob()], path.split('/').at(-1) ?? path);
}

/** The colour in the middle of a part of a picture. @param x @param y 0–1 */
export function colourAt(canvas: OffscreenCanvas, x: number, y: number): readonly [number, number, number] {
  const context = canvas.getContext('2d');
  if (!context) throw new Error('no context');
  const { data } = context.getImageData(Math.floor(x * canvas.width), Math.floor(y * canvas.height), 1, 1);
  return [data[0]!, data[1]!, data[2]!];
}

/** The number of the picture that is shown, from its brightness (video range, 16–235). */
export function pictureNumber(canvas: OffscreenCanvas): number {
  const [red, green, blue] = colourAt(canvas, 0.5, 0.5);
  return (16 + (((red + green + blue) / 3) * 219) / 255 - 40) / 3;
}

/** Seconds at which beeps begin: where the loudness of 5 ms rises above a tenth of full scale after at least 0.1 s of quiet. */
export function beepOnsets(samples: Float32Array, sampleRate = 16_000): number[] {
  const hop = sampleRate / 200;
  const onsets: number[] = [];
  let lastLoud = -Infinity;
  for (let at = 0; at + hop <= samples.length; at += hop) {
    let energy = 0;
    for (const value of samples.subarray(at, at + hop)) energy += value * value;
    if (Math.sqrt(energy / hop) < 0.05) continue;
    if (at - lastLoud > 0.1 * sampleRate) onsets.push(at / sampleRate);
    lastLoud = at;
  }
  return onsets;
}
