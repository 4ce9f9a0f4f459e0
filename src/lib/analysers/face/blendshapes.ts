import { EXPRESSIONS, type Expression } from './track.ts';

/** Blendshape scores by MediaPipe's names (`mouthSmileLeft` …), 0…1. */
export type Blendshapes = ReadonlyMap<string, number>;

/** The kept expressions: a shape that has two sides as their mean. */
export function readExpressions(shapes: Blendshapes): Record<Expression, number> {
  const value = (name: string) => {
    const whole = shapes.get(name);
    if (whole !== undefined) return whole;
    return ((shapes.get(`${name}Left`) ?? Number.NaN) + (shapes.get(`${name}Right`) ?? Number.NaN)) / 2;
  };
  return Object.fromEntries(EXPRESSIONS.map((name) => [name, value(name)])) as Record<Expression, number>;
}

/**
 * Direction of the eyes from the blendshapes: + = right edge of the picture, + = up, −1…1.
 * The person's left eye looks out toward the right edge of an unmirrored picture.
 */
export function readLook(shapes: Blendshapes): { lookX: number; lookY: number } {
  const value = (name: string) => shapes.get(name) ?? Number.NaN;
  return {
    lookX: (value('eyeLookOutLeft') - value('eyeLookInLeft') + value('eyeLookInRight') - value('eyeLookOutRight')) / 2,
    lookY:
      (value('eyeLookUpLeft') - value('eyeLookDownLeft') + value('eyeLookUpRight') - value('eyeLookDownRight')) / 2,
  };
}
