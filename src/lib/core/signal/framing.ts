/**
 * Cuts a stream that comes in pieces of any length into frames of `size` samples, one each `hop` samples. Holds less
 * than one frame and one piece.
 */
export class Framer {
  readonly size: number;
  readonly hop: number;
  /** Grows with the pieces and is used again: frames of a minute come in pieces of a second. */
  #held: Float32Array<ArrayBuffer>;
  /** The samples in it that no frame has left behind. */
  #from = 0;
  #to = 0;
  /** Samples to leave out before the next frame, where the hop is longer than the frame. */
  #skip = 0;

  constructor(size: number, hop: number) {
    this.size = size;
    this.hop = hop;
    this.#held = new Float32Array(2 * size);
  }

  /** Frames that became whole, in order; each is a view that holds until the next call. */
  push(samples: Float32Array): Float32Array[] {
    const skipped = Math.min(this.#skip, samples.length);
    this.#skip -= skipped;
    this.#append(samples.subarray(skipped));
    const frames: Float32Array[] = [];
    let at = this.#from;
    for (; at + this.size <= this.#to; at += this.hop) frames.push(this.#held.subarray(at, at + this.size));
    this.#from = Math.min(at, this.#to);
    this.#skip += at - this.#from;
    return frames;
  }

  /** Samples that did not fill a frame. */
  rest(): Float32Array {
    return this.#held.slice(this.#from, this.#to);
  }

  #append(samples: Float32Array): void {
    const kept = this.#to - this.#from;
    if (kept + samples.length > this.#held.length) {
      const larger = new Float32Array(2 * (kept + samples.length));
      larger.set(this.#held.subarray(this.#from, this.#to));
      this.#held = larger;
    } else {
      this.#held.copyWithin(0, this.#from, this.#to);
    }
    this.#held.set(samples, kept);
    this.#from = 0;
    this.#to = kept + samples.length;
  }
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
