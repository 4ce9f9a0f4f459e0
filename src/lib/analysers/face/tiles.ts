import { overlap, type Box } from './geometry.ts';

/** Something like a face, with the detector's score 0…1. Shares of the picture. */
export type Sighting = Box & {
  readonly score: number;
  /** Seen in a tile only; `tiny`: only in a fine one. */
  readonly isSmall?: boolean;
  readonly isTiny?: boolean;
  /** Known to be a face, because landmarks lie on it. */
  readonly isConfirmed?: boolean;
};

/**
 * Overlapping tiles of a picture, for faces that are too small for the detector's 128 px in the whole picture: half as
 * long on each side, three by three, so that a face of up to a quarter of a side lies whole in at least one.
 */
export const TILES: readonly Box[] = [0, 0.25, 0.5].flatMap((y) =>
  [0, 0.25, 0.5].map((x) => ({ x, y, width: 0.5, height: 0.5 })),
);

/**
 * Fine tiles, a sixth of the longer side and half over each other, for groups far away: in half-size tiles alone, faces
 * of under 40 px of 640 are lost. There are dozens, so they are searched seldom.
 *
 * @param aspect width over height of the picture
 */
export function fineTiles(aspect: number): Box[] {
  const longer = Math.max(1, aspect) / 6;
  const [width, height] = [longer / aspect, longer];
  const starts = (size: number) => {
    const count = Math.ceil((1 - size) / (size / 2)) + 1;
    return Array.from({ length: count }, (_, i) => (count === 1 ? 0 : (i * (1 - size)) / (count - 1)));
  };
  return starts(height).flatMap((y) => starts(width).map((x) => ({ x, y, width, height })));
}

/** A box inside a tile (shares of the tile) as shares of the picture. */
export function fromTile<T extends Box>(box: T, tile: Box): T {
  return {
    ...box,
    x: tile.x + box.x * tile.width,
    y: tile.y + box.y * tile.height,
    width: box.width * tile.width,
    height: box.height * tile.height,
  };
}

/** Share of the smaller box that lies in the other: a half of a face, cut by a tile's edge, lies within the whole face. */
function containment(a: Box, b: Box): number {
  const width = Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x);
  const height = Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y);
  if (width <= 0 || height <= 0) return 0;
  return (width * height) / Math.min(a.width * a.height, b.width * b.height);
}

const rank = ({ isConfirmed, isSmall, isTiny }: Sighting) => (isConfirmed ? 3 : isTiny ? 0 : isSmall ? 1 : 2);

/**
 * One sighting per face: of those that lie on each other, the best stays (non-maximum suppression). Confirmed ones go
 * first, then what the whole picture shows, because a tile may show a part of a face and be surer of it.
 * The bounds are BlazeFace's own 0.3 for overlap, and one half for a part of a face seen alone.
 */
export function mergeSightings(sightings: readonly Sighting[]): Sighting[] {
  const kept: Sighting[] = [];
  for (const one of [...sightings].sort((a, b) => rank(b) - rank(a) || b.score - a.score)) {
    if (kept.every((other) => overlap(one, other) < 0.3 && containment(one, other) < 0.5)) kept.push(one);
  }
  return kept;
}
