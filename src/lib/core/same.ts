/** Whether two values hold the same: plain data as structured cloning knows it, columns of numbers by their numbers. */
export function isSame(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  if (a instanceof Float32Array || a instanceof Float64Array) return isSameColumn(a, b);
  if (Array.isArray(a)) return Array.isArray(b) && a.length === b.length && a.every((item, i) => isSame(item, b[i]));
  if (!isPlain(a) || !isPlain(b)) return false;
  const keys = Object.keys(a);
  return keys.length === Object.keys(b).length && keys.every((key) => key in b && isSame(a[key], b[key]));
}

function isSameColumn(a: Float32Array | Float64Array, b: object): boolean {
  if (a.constructor !== b.constructor) return false;
  const other = b as typeof a;
  return a.length === other.length && a.every((value, i) => Object.is(value, other[i]));
}

function isPlain(value: object): value is Record<string, unknown> {
  return [Object.prototype, null].includes(Object.getPrototypeOf(value) as object | null);
}
