import { afterEach, expect, it, vi } from 'vitest';
import { journalFolder } from './folder.ts';
import { forgetStorage } from './forget-storage.ts';
import { Journals } from './journals.ts';

const STORE = `journals-${crypto.randomUUID()}`;
const RealWorker = globalThis.Worker;

afterEach(async () => {
  vi.unstubAllGlobals();
  await forgetStorage(STORE);
});

const piece = (text: string) => new Blob([text]);
const textOf = async (journals: Journals, id: string) => (await journals.read(id)).content.text();

it('goes on behind the last whole piece, whatever a worker that died left there', async () => {
  const journals = new Journals(STORE);
  await journals.begin('take', 'video/webm');
  await journals.append('take', 0, piece('first '), 2000);
  journals.close();
  const file = await (await journalFolder(STORE)).getFileHandle('take');
  const half = await file.createWritable({ keepExistingData: true });
  await half.write({ type: 'write', position: (await file.getFile()).size, data: 'half a pie' });
  await half.close();
  await journals.append('take', 1, piece('second'), 4000);
  expect(await textOf(journals, 'take')).toBe('first second');
  expect((await journals.read('take')).seconds).toBe(4);
  journals.close();
});

it('gives up a worker that says nothing, and writes the piece with the next one', async () => {
  const journals = new Journals(STORE, { silentMs: 1000 });
  await journals.begin('take', 'video/webm');
  await journals.append('take', 0, piece('first '), 2000);
  journals.close();
  vi.stubGlobal(
    'Worker',
    class extends RealWorker {
      override postMessage(): void {
        // As the browser ends one that it has no memory for: without a word.
        this.terminate();
      }
    },
  );
  await expect(journals.append('take', 1, piece('second'), 4000)).rejects.toMatchObject({ code: 'worker-timeout' });
  vi.unstubAllGlobals();
  await journals.append('take', 1, piece('second'), 4000);
  expect(await textOf(journals, 'take')).toBe('first second');
  journals.close();
});

it('refuses what it has not begun, and what was deleted meanwhile', async () => {
  const journals = new Journals(STORE);
  await expect(journals.append('other', 0, piece('a'), 1000)).rejects.toMatchObject({ code: 'file-gone' });
  await journals.begin('take', 'video/webm');
  await (await journalFolder(STORE)).removeEntry('take');
  await expect(journals.append('take', 0, piece('a'), 1000)).rejects.toMatchObject({ code: 'file-gone' });
  journals.close();
});
