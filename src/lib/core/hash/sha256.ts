/**
 * The first 32 bits of the fractional parts of a root of each of the first primes: the constants of FIPS 180-4, 4.2.2 and
 * 5.3.3, computed instead of listed. A double holds 53 bits, enough for the 32 after the point of roots below 32.
 */
function fractionsOfRoots(count: number, root: (prime: number) => number): Int32Array {
  const fractions = new Int32Array(count);
  let found = 0;
  for (let candidate = 2; found < count; candidate++) {
    let isPrime = true;
    for (let divisor = 2; divisor * divisor <= candidate; divisor++) isPrime &&= candidate % divisor !== 0;
    if (isPrime) fractions[found++] = ((root(candidate) % 1) * 2 ** 32) | 0;
  }
  return fractions;
}

const ROUND_CONSTANTS = fractionsOfRoots(64, Math.cbrt);
const START = fractionsOfRoots(8, Math.sqrt);
const BLOCK_BYTES = 64;

/** SHA-256 (FIPS 180-4) of bytes that arrive in pieces. WebCrypto can only hash what lies in memory whole. */
export class Sha256 {
  readonly #state = START.slice();
  readonly #schedule = new Int32Array(64);
  readonly #block = new Uint8Array(BLOCK_BYTES);
  readonly #view = new DataView(this.#block.buffer);
  #bytes = 0;

  update(bytes: Uint8Array): this {
    let offset = 0;
    const filled = this.#bytes % BLOCK_BYTES;
    this.#bytes += bytes.length;
    if (filled > 0) {
      offset = Math.min(bytes.length, BLOCK_BYTES - filled);
      this.#block.set(bytes.subarray(0, offset), filled);
      if (filled + offset < BLOCK_BYTES) return this;
      this.#compress(this.#view, 0);
    }
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    for (; offset + BLOCK_BYTES <= bytes.length; offset += BLOCK_BYTES) this.#compress(view, offset);
    this.#block.set(bytes.subarray(offset));
    return this;
  }

  /** The hash as 64 hexadecimal digits. The object can't be used after it. */
  hex(): string {
    const bits = this.#bytes * 8;
    const filled = this.#bytes % BLOCK_BYTES;
    const padding = new Uint8Array((filled < 56 ? 56 : 120) - filled + 8);
    padding[0] = 0x80;
    const tail = new DataView(padding.buffer);
    tail.setUint32(padding.length - 8, Math.floor(bits / 2 ** 32));
    tail.setUint32(padding.length - 4, bits % 2 ** 32);
    this.update(padding);
    return [...this.#state].map((word) => (word >>> 0).toString(16).padStart(8, '0')).join('');
  }

  #compress(view: DataView, offset: number): void {
    const schedule = this.#schedule;
    for (let t = 0; t < 16; t++) schedule[t] = view.getInt32(offset + 4 * t);
    for (let t = 16; t < 64; t++) {
      const early = schedule[t - 15]!;
      const late = schedule[t - 2]!;
      const sigma0 = ((early >>> 7) | (early << 25)) ^ ((early >>> 18) | (early << 14)) ^ (early >>> 3);
      const sigma1 = ((late >>> 17) | (late << 15)) ^ ((late >>> 19) | (late << 13)) ^ (late >>> 10);
      schedule[t] = (schedule[t - 16]! + sigma0 + schedule[t - 7]! + sigma1) | 0;
    }
    const state = this.#state;
    let a = state[0]!;
    let b = state[1]!;
    let c = state[2]!;
    let d = state[3]!;
    let e = state[4]!;
    let f = state[5]!;
    let g = state[6]!;
    let h = state[7]!;
    for (let t = 0; t < 64; t++) {
      const sum1 = ((e >>> 6) | (e << 26)) ^ ((e >>> 11) | (e << 21)) ^ ((e >>> 25) | (e << 7));
      const choice = (e & f) ^ (~e & g);
      const first = (h + sum1 + choice + ROUND_CONSTANTS[t]! + schedule[t]!) | 0;
      const sum0 = ((a >>> 2) | (a << 30)) ^ ((a >>> 13) | (a << 19)) ^ ((a >>> 22) | (a << 10));
      const majority = (a & b) ^ (a & c) ^ (b & c);
      h = g;
      g = f;
      f = e;
      e = (d + first) | 0;
      d = c;
      c = b;
      b = a;
      a = (first + sum0 + majority) | 0;
    }
    const sums = [a, b, c, d, e, f, g, h];
    for (let n = 0; n < 8; n++) state[n] = (state[n]! + sums[n]!) | 0;
  }
}
