import { axes, type Pixels, type Turn } from './scale.ts';

/** A picture as decoders give it: brightness, and colour at half the size each way (I420, NV12), eight bits each. */
export type YuvPicture = {
  readonly bytes: Uint8Array;
  readonly width: number;
  readonly height: number;
  /** Where each plane begins, and how far apart its rows are, bytes. */
  readonly luma: { readonly offset: number; readonly stride: number };
  readonly blue: { readonly offset: number; readonly stride: number };
  readonly red: { readonly offset: number; readonly stride: number };
  /** Bytes from one colour sample to the next: 1 in I420, 2 in NV12. */
  readonly step: 1 | 2;
  readonly colour: ColourCode;
};

/** How colours are coded: the shares of red and blue in brightness, and whether all of 0–255 is used. */
export type ColourCode = { readonly red: number; readonly blue: number; readonly isFullRange: boolean };

/** Shares of red and blue in brightness: ITU-R BT.709-6, BT.601-7, BT.2020-2. */
const SHARES: Readonly<Record<string, readonly [red: number, blue: number]>> = {
  bt709: [0.2126, 0.0722],
  smpte170m: [0.299, 0.114],
  bt470bg: [0.299, 0.114],
  'bt2020-ncl': [0.2627, 0.0593],
};

/**
 * Files that don't say how their colours are coded mean BT.709 where they are high, BT.601 where they aren't: what players
 * assume.
 */
export function assumedMatrix(height: number): 'bt709' | 'smpte170m' {
  return height >= 720 ? 'bt709' : 'smpte170m';
}

export function colourCode(matrix: string | null, isFullRange: boolean, height: number): ColourCode {
  const [red, blue] = SHARES[matrix ?? ''] ?? SHARES[assumedMatrix(height)]!;
  return { red, blue, isFullRange };
}

/** Factors from coded values to red, green and blue, in 65536ths. */
function factors({ red, blue, isFullRange }: ColourCode) {
  const one = 65_536;
  const lumaScale = one * (isFullRange ? 1 : 255 / 219);
  const colourScale = one * (isFullRange ? 1 : 255 / 224);
  const green = 1 - red - blue;
  return {
    floor: isFullRange ? 0 : 16,
    luma: Math.round(lumaScale),
    redOfRed: Math.round(colourScale * 2 * (1 - red)),
    greenOfRed: Math.round((-colourScale * 2 * (1 - red) * red) / green),
    greenOfBlue: Math.round((-colourScale * 2 * (1 - blue) * blue) / green),
    blueOfBlue: Math.round(colourScale * 2 * (1 - blue)),
  };
}

const clamp = (value: number) => (value < 0 ? 0 : value > 255 ? 255 : value);

/** As `scaleInto`, from coded colours: only the pixels that are wanted are turned into red, green and blue. */
export function scaleYuvInto(source: YuvPicture, target: Pixels, turn: Turn): void {
  const { bytes, luma, blue, red, step } = source;
  const { columns, rows } = axes(source, target, turn, { across: 1, down: luma.stride });
  const half = { width: (source.width + 1) >> 1, height: (source.height + 1) >> 1 };
  // Of the two samples on each axis the first serves for colour, which eyes and models see coarsely.
  const colour = axes(half, target, turn, { across: step, down: blue.stride });
  const code = factors(source.colour);
  let n = 0;
  for (let y = 0; y < rows.length; y += 2) {
    const row0 = luma.offset + rows[y]!;
    const row1 = luma.offset + rows[y + 1]!;
    const blueRow = blue.offset + colour.rows[y]!;
    const redRow = red.offset + colour.rows[y]!;
    for (let x = 0; x < columns.length; x += 2) {
      const column0 = columns[x]!;
      const column1 = columns[x + 1]!;
      const sum = bytes[row0 + column0]! + bytes[row0 + column1]! + bytes[row1 + column0]! + bytes[row1 + column1]!;
      const bright = ((sum + 2) >> 2) - code.floor;
      const u = bytes[blueRow + colour.columns[x]!]! - 128;
      const v = bytes[redRow + colour.columns[x]!]! - 128;
      const base = bright * code.luma + 32_768;
      const r = clamp((base + v * code.redOfRed) >> 16);
      const g = clamp((base + u * code.greenOfBlue + v * code.greenOfRed) >> 16);
      const b = clamp((base + u * code.blueOfBlue) >> 16);
      target.data[n++] = (0xff000000 | (b << 16) | (g << 8) | r) >>> 0;
    }
  }
}
