import { expect, it } from 'vitest';
import { readTar } from '../../src/lib/storage/backup/tar.ts';
import { readBackup, writeBackup } from './backup-file.mjs';

it('what the bench writes, the app reads', async () => {
  const entries = [
    ['backup.json', '{"type":"viva/backup"}'],
    ['a/recordings/b', Buffer.alloc(1500, 7)],
  ] as const;
  const archive = writeBackup(entries);
  expect([...readBackup(archive)].map(([name, content]) => [name, content.length])).toEqual([
    ['backup.json', 22],
    ['a/recordings/b', 1500],
  ]);
  const read: [string, number][] = [];
  for await (const { name, content } of readTar(new Blob([new Uint8Array(archive)]))) read.push([name, content.size]);
  expect(read).toEqual([
    ['backup.json', 22],
    ['a/recordings/b', 1500],
  ]);
});
