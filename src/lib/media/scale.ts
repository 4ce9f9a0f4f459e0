/** Pixels of four bytes, row by row. */
export type Pixels = { readonly data: Uint32Array; readonly width: number; readonly height: number };

/** How a stored picture is turned to be shown: clockwise, then mirrored left to right. */
export type Turn = { readonly rotation: 0 | 90 | 180 | 270; readonly flip: boolean };

/**
 * For each place on one axis of the target, the offsets into the source of two samples, at a quarter and three quarters of
 * the pixel: a target of half the size gets the exact mean, one of the same size an exact copy.
 */
function offsets(targetLength: number, sourceLength: number, stride: number, isReversed: boolean): Int32Array {
  const found = new Int32Array(targetLength * 2);
  const scale = sourceLength / targetLength;
  for (let n = 0; n < found.length; n++) {
    const position = Math.floor(((n >> 1) + 0.25 + 0.5 * (n & 1)) * scale);
    const inside = Math.min(sourceLength - 1, position);
    found[n] = (isReversed ? sourceLength - 1 - inside : inside) * stride;
  }
  return found;
}

type Size = { readonly width: number; readonly height: number };

/**
 * Offsets into a source for the columns and rows of a target that shows it turned, two samples for each.
 *
 * @param stride how far apart in the source are two samples side by side (`across`) and two one above the other (`down`)
 */
export function axes(
  source: Size,
  target: Size,
  { rotation, flip }: Turn,
  stride: { across: number; down: number },
): { columns: Int32Array; rows: Int32Array } {
  const isAcrossReversed = (rotation === 90 || rotation === 180) !== flip;
  const isDownReversed = rotation === 180 || rotation === 270;
  // On its side, a step to the right in the target is a step up or down in the source.
  return rotation === 90 || rotation === 270
    ? {
        columns: offsets(target.width, source.height, stride.down, isAcrossReversed),
        rows: offsets(target.height, source.width, stride.across, isDownReversed),
      }
    : {
        columns: offsets(target.width, source.width, stride.across, isAcrossReversed),
        rows: offsets(target.height, source.height, stride.down, isDownReversed),
      };
}

/**
 * Scales and turns a picture: a mean of four samples for each target pixel, which keeps edges from flickering when large
 * pictures are made small. Bytes are red, green, blue, alpha in memory; the result is opaque.
 */
export function scaleInto(source: Pixels, target: Pixels, turn: Turn): void {
  const { columns, rows } = axes(source, target, turn, { across: 1, down: source.width });
  const { data } = source;
  let n = 0;
  for (let y = 0; y < rows.length; y += 2) {
    const row0 = rows[y]!;
    const row1 = rows[y + 1]!;
    for (let x = 0; x < columns.length; x += 2) {
      const column0 = columns[x]!;
      const column1 = columns[x + 1]!;
      const a = data[row0 + column0]!;
      const b = data[row0 + column1]!;
      const c = data[row1 + column0]!;
      const d = data[row1 + column1]!;
      // Two channels at a time: each has 16 bits for its sum of four, and 2 is for rounding.
      const even = (a & 0xff00ff) + (b & 0xff00ff) + (c & 0xff00ff) + (d & 0xff00ff) + 0x020002;
      const odd = ((a >>> 8) & 0xff) + ((b >>> 8) & 0xff) + ((c >>> 8) & 0xff) + ((d >>> 8) & 0xff) + 2;
      target.data[n++] = (0xff000000 | ((even >>> 2) & 0xff00ff) | (((odd >>> 2) & 0xff) << 8)) >>> 0;
    }
  }
}
