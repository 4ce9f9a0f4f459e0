import { describe, expect, it } from 'vitest';
import { fineTiles, fromTile, mergeSightings, TILES, type Sighting } from './tiles.ts';

const sighting = (x: number, y: number, size: number, score: number, more: Partial<Sighting> = {}): Sighting => ({
  x,
  y,
  width: size,
  height: size,
  score,
  ...more,
});

describe('tiles', () => {
  it('hold every face of up to a quarter of a side whole in at least one', () => {
    for (let x = 0; x <= 0.75; x += 0.05) {
      for (let y = 0; y <= 0.75; y += 0.05) {
        const isWhole = TILES.some(
          (tile) =>
            tile.x <= x + 1e-9 &&
            x + 0.25 <= tile.x + tile.width + 1e-9 &&
            tile.y <= y + 1e-9 &&
            y + 0.25 <= tile.y + tile.height + 1e-9,
        );
        expect(isWhole, `${x}, ${y}`).toBe(true);
      }
    }
  });

  it.each([4 / 3, 16 / 9, 9 / 16])(
    'that are fine cover a picture of %f, square on the screen, half over each other',
    (aspect) => {
      const tiles = fineTiles(aspect);
      for (const { x, y, width, height } of tiles) {
        expect((width * aspect) / height).toBeCloseTo(1);
        expect(x + width).toBeLessThanOrEqual(1 + 1e-9);
        expect(y + height).toBeLessThanOrEqual(1 + 1e-9);
      }
      const [first] = tiles;
      for (let x = 0; x <= 1 - first!.width / 2; x += 0.03) {
        const isWhole = tiles.some((tile) => tile.x <= x + 1e-9 && x + first!.width / 2 <= tile.x + tile.width + 1e-9);
        expect(isWhole, `${x}`).toBe(true);
      }
    },
  );

  it('lead back to the picture', () => {
    const box = fromTile(sighting(0.5, 0.5, 0.2, 1), { x: 0.25, y: 0.5, width: 0.5, height: 0.5 });
    expect([box.x, box.y, box.width, box.height]).toEqual([0.5, 0.75, 0.1, 0.1]);
  });
});

describe('mergeSightings', () => {
  it('keeps one of several views of a face, and faces beside each other', () => {
    const merged = mergeSightings([
      sighting(0.1, 0.1, 0.1, 0.8, { isSmall: true }),
      sighting(0.105, 0.1, 0.1, 0.9, { isSmall: true }),
      sighting(0.3, 0.1, 0.1, 0.7, { isSmall: true }),
    ]);
    expect(merged.map(({ score }) => score)).toEqual([0.9, 0.7]);
  });

  it('prefers the whole face to a part that a tile is surer of', () => {
    const merged = mergeSightings([sighting(0.1, 0.1, 0.4, 0.7), sighting(0.12, 0.12, 0.2, 0.95, { isSmall: true })]);
    expect(merged).toHaveLength(1);
    expect(merged[0]?.width).toBe(0.4);
  });

  it('puts what landmarks confirmed first', () => {
    const merged = mergeSightings([
      sighting(0.1, 0.1, 0.2, 0.99),
      sighting(0.11, 0.1, 0.2, 0.5, { isConfirmed: true }),
    ]);
    expect(merged.map(({ isConfirmed }) => isConfirmed)).toEqual([true]);
  });
});
