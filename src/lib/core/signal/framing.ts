/**
 * Cuts a stream that comes in pieces of any length into frames of `size` samples, one each `hop` samples. Holds less
 * than one frame and one piece.
 */
export class Framer {
  readonly size: number;
  readonly hop: number;
  #rest = new Float32Array(0);
  /** Samples to leave out before the next frame, where the hop is longer than the frame. */
  #skip = 0;

  constructor(size: number, hop: number) {
    this.size = size;
    this.hop = hop;
  }

  /** Frames that became whole, in order; each is a view that holds until the next call. */
  push(samples: Float32Array): Float32Array[] {
    const skipped = Math.min(this.#skip, samples.length);
    this.#skip -= skipped;
    const all = joined(this.#rest, samples.subarray(skipped));
    const frames: Float32Array[] = [];
    let at = 0;
    for (; at + this.size <= all.length; at += this.hop) frames.push(all.subarray(at, at + this.size));
    this.#rest = all.slice(Math.min(at, all.length));
    this.#skip += Math.max(0, at - all.length);
    return frames;
  }

  /** Samples that did not fill a frame. */
  rest(): Float32Array {
    return this.#rest;
  }
}

function joined(a: Float32Array, b: Float32Array): Float32Array {
  if (a.length === 0) return b;
  const all = new Float32Array(a.length + b.length);
  all.set(a);
  all.set(b, a.length);
  return all;
}

/** Numbers that arrive one by one, kept in a typed array that grows. */
export class Column {
  #values: Float32Array<ArrayBuffer> = new Float32Array(1024);
  #length = 0;

  get length(): number {
    return this.#length;
  }

  push(value: number): void {
    if (this.#length === this.#values.length) {
      const larger = new Float32Array(this.#values.length * 2);
      larger.set(this.#values);
      this.#values = larger;
    }
    this.#values[this.#length++] = value;
  }

  /** A copy of what came so far. */
  values(): Float32Array<ArrayBuffer> {
    return this.#values.slice(0, this.#length);
  }

  /** What came so far, without a copy; holds until the next push. */
  view(): Float32Array {
    return this.#values.subarray(0, this.#length);
  }
}
