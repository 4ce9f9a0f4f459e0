import type { Box } from './geometry.ts';

/** Brightness of a small copy of the picture, row by row, 0…1, and the mean of each colour. */
export type Brightness = {
  readonly values: Float32Array;
  readonly width: number;
  readonly height: number;
  readonly red: number;
  readonly blue: number;
};

/** @param rgba four bytes a pixel, as `getImageData` gives them */
export function readBrightness(rgba: ArrayLike<number>, width: number, height: number): Brightness {
  const values = new Float32Array(width * height);
  const sums = [0, 0, 0];
  for (let i = 0; i < values.length; i++) {
    const [r, g, b] = [rgba[i * 4]!, rgba[i * 4 + 1]!, rgba[i * 4 + 2]!];
    // Weights of ITU-R BT.709, on the stored values.
    values[i] = (0.2126 * r + 0.7152 * g + 0.0722 * b) / 255;
    sums[0]! += r;
    sums[1]! += g;
    sums[2]! += b;
  }
  const mean = (sums[0]! + sums[1]! + sums[2]!) / 3;
  return {
    values,
    width,
    height,
    red: mean > 0 ? sums[0]! / mean : Number.NaN,
    blue: mean > 0 ? sums[2]! / mean : Number.NaN,
  };
}

/** Mean and standard deviation of the brightness in a box (shares of the picture), NaN where the box is outside. */
export function brightnessIn({ values, width, height }: Brightness, box: Box): { mean: number; deviation: number } {
  const [left, right] = [
    Math.max(0, Math.floor(box.x * width)),
    Math.min(width, Math.ceil((box.x + box.width) * width)),
  ];
  const [top, bottom] = [
    Math.max(0, Math.floor(box.y * height)),
    Math.min(height, Math.ceil((box.y + box.height) * height)),
  ];
  let [count, sum, squares] = [0, 0, 0];
  for (let y = top; y < bottom; y++) {
    for (let x = left; x < right; x++) {
      const value = values[y * width + x]!;
      count++;
      sum += value;
      squares += value * value;
    }
  }
  if (count === 0) return { mean: Number.NaN, deviation: Number.NaN };
  const mean = sum / count;
  return { mean, deviation: Math.sqrt(Math.max(0, squares / count - mean * mean)) };
}

/** Shares of the picture that are blown out and black; the bounds leave room for the 16…235 of video. */
export function extremes({ values }: Brightness): { blown: number; black: number } {
  let [blown, black] = [0, 0];
  for (const value of values) {
    if (value > 0.98) blown++;
    else if (value < 0.02) black++;
  }
  return { blown: blown / values.length, black: black / values.length };
}

/** Mean absolute change between two pictures of one size, NaN where they can't be compared. */
export function changeBetween(a: Brightness | undefined, b: Brightness): number {
  if (a?.values.length !== b.values.length) return Number.NaN;
  let sum = 0;
  for (let i = 0; i < b.values.length; i++) sum += Math.abs(a.values[i]! - b.values[i]!);
  return sum / b.values.length;
}
