const ARRAYS = {
  Float32Array,
  Float64Array,
  Int8Array,
  Int16Array,
  Int32Array,
  Uint8Array,
  Uint16Array,
  Uint32Array,
} as const;
type ArrayName = keyof typeof ARRAYS;

/** Bytes that are turned into characters in one call: more would overflow the stack. */
const CHUNK = 8192;

function base64(bytes: Uint8Array): string {
  let text = '';
  for (let at = 0; at < bytes.length; at += CHUNK) text += String.fromCharCode(...bytes.subarray(at, at + CHUNK));
  return btoa(text);
}

function nameOf(value: ArrayBufferView): ArrayName | undefined {
  return (Object.keys(ARRAYS) as ArrayName[]).find((name) => value instanceof ARRAYS[name]);
}

/** JSON with the typed arrays of tracks in it, as `{"$array": "Float32Array", "base64": "…"}`. */
export function stringify(value: unknown): string {
  return JSON.stringify(value, (_key, each: unknown) => {
    if (!ArrayBuffer.isView(each)) return each;
    const name = nameOf(each);
    if (!name) throw new TypeError('an array of a kind that no track has');
    return { $array: name, base64: base64(new Uint8Array(each.buffer, each.byteOffset, each.byteLength)) };
  });
}

/** Reads back what `stringify` wrote. Foreign text: what comes out has to pass a schema. Throws a `SyntaxError`. */
export function parse(text: string): unknown {
  return JSON.parse(text, (_key, each: unknown) => {
    if (typeof each !== 'object' || each === null || !('$array' in each) || !('base64' in each)) return each;
    const { $array: name, base64: content } = each;
    if (typeof name !== 'string' || typeof content !== 'string' || !(name in ARRAYS)) return each;
    let bytes: Uint8Array<ArrayBuffer>;
    try {
      bytes = Uint8Array.from(atob(content), (character) => character.charCodeAt(0));
    } catch (cause) {
      throw new SyntaxError('not base64', { cause });
    }
    const Kind = ARRAYS[name as ArrayName];
    if (bytes.length % Kind.BYTES_PER_ELEMENT !== 0) throw new SyntaxError('an array cut off');
    return new Kind(bytes.buffer);
  });
}
