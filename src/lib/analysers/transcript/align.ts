/** Cross attention of the alignment heads while tokens were predicted: `[places, heads, frames]`, softmaxed over frames. */
export type Attention = {
  readonly data: Float32Array;
  readonly heads: number;
  readonly frames: number;
  /** Place of each row. */
  readonly places: readonly number[];
};

/** Attention frames in a second (the encoder halves the mel frames). */
export const ATTENTION_FRAMES_PER_SECOND = 50;

/**
 * When each token begins, by dynamic time warping over the alignment heads (OpenAI whisper/timing.py): crop to the
 * frames that hold sound and renormalise (exactly the softmax over the crop), standardise over tokens, median filter of 7
 * along time, mean over heads, cheapest monotone path.
 *
 * @param from first row used, the one that read `<|startoftranscript|>`: it takes part in the standardisation
 * @param first row that predicted the first token of text
 * @param rows number of rows used, the last one predicted the end of the text
 * @param frames number of attention frames that hold sound
 * @returns frame at which each row from `first` on begins, then `frames`: token i lasts from `[i]` to `[i + 1]`
 */
export function alignTokens(
  attention: Attention,
  { from, first, rows }: { from: number; first: number; rows: number },
  frames: number,
): number[] {
  const width = Math.min(frames, attention.frames);
  const height = rows - first;
  if (height <= 0 || width <= 0) return [0];
  const mean = new Float64Array(height * width);
  for (let head = 0; head < attention.heads; head += 1) {
    const standard = standardised(attention, head, { from, rows }, width);
    for (let row = first; row < rows; row += 1) {
      const filtered = medianFilter7(standard.subarray((row - from) * width, (row - from + 1) * width));
      for (let frame = 0; frame < width; frame += 1) {
        mean[(row - first) * width + frame]! += filtered[frame]! / attention.heads;
      }
    }
  }
  return [...warp(mean, height, width), width];
}

/** One head's rows over the crop: each renormalised to 1, then each frame standardised over the rows. */
function standardised(attention: Attention, head: number, range: { from: number; rows: number }, width: number) {
  const height = range.rows - range.from;
  const values = new Float64Array(height * width);
  for (let row = 0; row < height; row += 1) {
    const offset = (attention.places[range.from + row]! * attention.heads + head) * attention.frames;
    let sum = 0;
    for (let frame = 0; frame < width; frame += 1) sum += attention.data[offset + frame]!;
    for (let frame = 0; frame < width; frame += 1) {
      values[row * width + frame] = attention.data[offset + frame]! / (sum || 1);
    }
  }
  for (let frame = 0; frame < width; frame += 1) {
    let [sum, squares] = [0, 0];
    for (let row = 0; row < height; row += 1) sum += values[row * width + frame]!;
    const mean = sum / height;
    for (let row = 0; row < height; row += 1) squares += (values[row * width + frame]! - mean) ** 2;
    const deviation = Math.sqrt(squares / height);
    for (let row = 0; row < height; row += 1) {
      const at = row * width + frame;
      values[at] = deviation > 0 ? (values[at]! - mean) / deviation : 0;
    }
  }
  return values;
}

function medianFilter7(values: Float64Array): Float64Array {
  const output = new Float64Array(values.length);
  const around = new Float64Array(7);
  for (let index = 0; index < values.length; index += 1) {
    for (let offset = -3; offset <= 3; offset += 1) {
      // Mirrored at the edges, as the original pads.
      const at = Math.abs(index + offset);
      around[offset + 3] = values[at >= values.length ? Math.max(0, 2 * values.length - 2 - at) : at]!;
    }
    output[index] = medianOf7(around);
  }
  return output;
}

/** Sorts in place by insertion: for seven values faster than any general sort, and it runs a million times a window. */
function medianOf7(values: Float64Array): number {
  for (let index = 1; index < 7; index += 1) {
    const value = values[index]!;
    let place = index;
    for (; place > 0 && values[place - 1]! > value; place -= 1) values[place] = values[place - 1]!;
    values[place] = value;
  }
  return values[3]!;
}

/** Frame at which each row of the best monotone path begins. Both rows and frames move on by at most one. */
function warp(gain: Float64Array, height: number, width: number): number[] {
  const cost = new Float64Array((height + 1) * (width + 1)).fill(Infinity);
  const move = new Uint8Array((height + 1) * (width + 1));
  cost[0] = 0;
  for (let row = 1; row <= height; row += 1) {
    for (let frame = 1; frame <= width; frame += 1) {
      const at = row * (width + 1) + frame;
      const diagonal = cost[at - width - 2]!;
      const up = cost[at - width - 1]!;
      const left = cost[at - 1]!;
      let best = left;
      move[at] = 2;
      if (diagonal < up && diagonal < left) {
        best = diagonal;
        move[at] = 0;
      } else if (up < diagonal && up < left) {
        best = up;
        move[at] = 1;
      }
      cost[at] = best - gain[(row - 1) * width + frame - 1]!;
    }
  }
  const starts = new Array<number>(height).fill(0);
  let [row, frame] = [height, width];
  while (row > 0 && frame > 0) {
    starts[row - 1] = frame - 1;
    const step = move[row * (width + 1) + frame]!;
    if (step !== 2) row -= 1;
    if (step !== 1) frame -= 1;
  }
  return starts;
}
