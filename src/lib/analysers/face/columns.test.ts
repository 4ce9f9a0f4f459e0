import { expect, it } from 'vitest';
import { Columns } from './columns.ts';

it('keep rows by column while they grow, NaN where nothing was measured, and forget what is old', () => {
  const columns = new Columns(['a', 'b']);
  for (let i = 0; i < 1000; i++) columns.push(i, i % 2 === 0 ? { a: i, b: -i } : { b: -i });
  expect(columns.at).toHaveLength(1000);
  expect(columns.values.a[998]).toBe(998);
  expect(columns.values.a[999]).toBeNaN();
  columns.forget(996.5);
  expect([...columns.at]).toEqual([997, 998, 999]);
  expect([...columns.values.b]).toEqual([-997, -998, -999]);
  columns.push(1000, {});
  expect([...columns.at]).toEqual([997, 998, 999, 1000]);
  columns.forget(5000);
  expect(columns.values.a).toHaveLength(0);
});
