import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { encodeHeader, readTar, writeTar, type Entry } from './tar.ts';
import { parse, stringify } from './values.ts';

async function* entries(contents: Readonly<Record<string, string>>): AsyncGenerator<Entry> {
  for (const [name, text] of Object.entries(contents)) yield await Promise.resolve({ name, content: new Blob([text]) });
}

async function archive(contents: Readonly<Record<string, string>>): Promise<Blob> {
  const pieces: Uint8Array<ArrayBuffer>[] = [];
  for await (const piece of writeTar(entries(contents))) pieces.push(piece);
  return new Blob(pieces);
}

async function unpack(file: Blob): Promise<Record<string, string>> {
  const contents: Record<string, string> = {};
  for await (const { name, content } of readTar(file)) contents[name] = await content.text();
  return contents;
}

const contents = { 'a.json': '{}', 'b/empty': '', 'b/c/long': 'x'.repeat(2000), 'b/even': 'y'.repeat(512) };

describe('tar', () => {
  it('comes back as it went', async () => {
    expect(await unpack(await archive(contents))).toEqual(contents);
    expect(await unpack(await archive({}))).toEqual({});
  });

  it('is read by the tar of the system', async () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'viva-tar-'));
    const file = path.join(folder, 'a.tar');
    writeFileSync(file, new Uint8Array(await (await archive(contents)).arrayBuffer()));
    execFileSync('tar', ['-xf', file, '-C', folder]);
    for (const [name, text] of Object.entries(contents))
      expect(readFileSync(path.join(folder, name), 'utf8')).toBe(text);
    rmSync(folder, { recursive: true });
  });

  it('keeps sizes beyond eight gigabytes', async () => {
    const file = new Blob([encodeHeader('big', 9_876_543_210)]);
    // Nothing follows the header, so it says that it was cut off instead of misreading the size.
    await expect(unpack(file)).rejects.toMatchObject({ code: 'backup-invalid', message: 'it was cut off' });
  });

  it.each<[string, (whole: Blob) => Blob]>([
    ['cut off', (whole) => whole.slice(0, 1800)],
    ['another file', () => new Blob(['no archive at all, just some text. '.repeat(40)])],
    ['empty', () => new Blob([])],
    ['changed', (whole) => new Blob([whole.slice(0, 3), new Blob(['Z']), whole.slice(4)])],
  ])('says so where it is %s', async (_name, spoil) => {
    await expect(unpack(spoil(await archive(contents)))).rejects.toMatchObject({ code: 'backup-invalid' });
  });
});

describe('values', () => {
  it('keeps typed arrays', () => {
    const value = { a: Float32Array.from([1.5, -2]), b: [new Uint8Array([1, 2, 255]), null], c: 'x' };
    expect(parse(stringify(value))).toEqual(value);
    expect(parse(stringify(new Float64Array(20_000)))).toHaveLength(20_000);
  });

  it('keeps a part of a larger buffer only', () => {
    expect(parse(stringify(new Float32Array([1, 2, 3, 4]).subarray(1, 3)))).toEqual(Float32Array.from([2, 3]));
  });

  it.each(['{"$array":"Float32Array","base64":"AAA="}', '{"$array":"Float32Array","base64":"%"}', '{'])(
    'refuses %s',
    (text) => {
      expect(() => parse(text)).toThrow(SyntaxError);
    },
  );
});
