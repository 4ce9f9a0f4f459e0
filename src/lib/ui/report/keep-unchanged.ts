/**
 * The new value, with every part of it that equals the old one's being the old one's: what is drawn of an unchanged part
 * is not drawn again. For plain data, as JSON has it.
 */
export function keepUnchanged<Value>(before: unknown, after: Value): Value {
  if (Object.is(before, after)) return after;
  if (Array.isArray(before) && Array.isArray(after)) return keepArray(before, after) as Value;
  if (!isPlain(before) || !isPlain(after)) return after;
  const keys = Object.keys(after);
  let isSame = keys.length === Object.keys(before).length;
  const kept: Record<string, unknown> = {};
  for (const key of keys) {
    kept[key] = keepUnchanged(before[key], after[key]);
    isSame &&= key in before && Object.is(kept[key], before[key]);
  }
  return (isSame ? before : kept) as Value;
}

function keepArray(before: readonly unknown[], after: readonly unknown[]): readonly unknown[] {
  let isSame = before.length === after.length;
  const kept = after.map((item, index) => {
    const one = keepUnchanged(before[index], item);
    isSame &&= Object.is(one, before[index]);
    return one;
  });
  return isSame ? before : kept;
}

function isPlain(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
