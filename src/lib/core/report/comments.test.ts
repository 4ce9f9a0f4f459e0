import { describe, expect, it } from 'vitest';
import { mergeComments } from './comments.ts';

const note = (at: number, text: string, answer = 'a') => ({ answer, at, by: 'Staff', text });

describe('mergeComments', () => {
  it('takes in what is new, once, in the order of its moments', () => {
    expect(mergeComments([note(9, 'own')], [note(2, 'first'), note(9, 'own'), note(2, 'first')])).toEqual([
      note(2, 'first'),
      note(9, 'own'),
    ]);
  });

  it('tells the same words at another answer apart', () => {
    expect(mergeComments([note(1, 'x')], [note(1, 'x', 'b')])).toHaveLength(2);
  });
});
