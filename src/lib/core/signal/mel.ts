/** One triangle of a mel filter bank: weights of the spectrum's bins from `first` on. */
export type MelBand = { readonly first: number; readonly weights: Float64Array };

export type MelOptions = {
  readonly sampleRate: number;
  /** Points of the transform that the power spectrum comes from. */
  readonly size: number;
  readonly bands: number;
  readonly low: number;
  readonly high: number;
  /** `htk`: 2595 log10(1 + f/700). `slaney`: linear up to 1 kHz, logarithmic above; bands of equal area. */
  readonly scale: 'htk' | 'slaney';
};

const SLANEY_STEP_HZ = 200 / 3;
const SLANEY_BREAK_HZ = 1000;
const SLANEY_LOG_STEP = Math.log(6.4) / 27;

/** Mel bands over a power spectrum of `size`/2 + 1 bins. */
export function melBands({ sampleRate, size, bands, low, high, scale }: MelOptions): MelBand[] {
  const [toMel, toHertz] = scale === 'htk' ? [htkMel, htkHertz] : [slaneyMel, slaneyHertz];
  const edges = Array.from({ length: bands + 2 }, (_, i) =>
    toHertz(toMel(low) + ((toMel(high) - toMel(low)) * i) / (bands + 1)),
  );
  return Array.from({ length: bands }, (_, band) => {
    const [left, centre, right] = [edges[band]!, edges[band + 1]!, edges[band + 2]!];
    const area = scale === 'slaney' ? 2 / (right - left) : 1;
    const first = Math.ceil((left * size) / sampleRate);
    const last = Math.min(size / 2, Math.floor((right * size) / sampleRate));
    const weights = Float64Array.from({ length: Math.max(0, last - first + 1) }, (_unused, i) => {
      const hertz = ((first + i) * sampleRate) / size;
      return area * Math.max(0, Math.min((hertz - left) / (centre - left), (right - hertz) / (right - centre)));
    });
    return { first, weights };
  });
}

/** Energy in a band of a power spectrum. */
export function bandEnergy(power: Float64Array, { first, weights }: MelBand): number {
  let sum = 0;
  for (let i = 0; i < weights.length; i++) sum += weights[i]! * power[first + i]!;
  return sum;
}

function htkMel(hertz: number): number {
  return 2595 * Math.log10(1 + hertz / 700);
}
function htkHertz(mel: number): number {
  return 700 * (10 ** (mel / 2595) - 1);
}
function slaneyMel(hertz: number): number {
  if (hertz < SLANEY_BREAK_HZ) return hertz / SLANEY_STEP_HZ;
  return SLANEY_BREAK_HZ / SLANEY_STEP_HZ + Math.log(hertz / SLANEY_BREAK_HZ) / SLANEY_LOG_STEP;
}
function slaneyHertz(mel: number): number {
  const knee = SLANEY_BREAK_HZ / SLANEY_STEP_HZ;
  return mel < knee ? mel * SLANEY_STEP_HZ : SLANEY_BREAK_HZ * Math.exp(SLANEY_LOG_STEP * (mel - knee));
}
