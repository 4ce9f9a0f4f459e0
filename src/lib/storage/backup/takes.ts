import * as z from '$lib/core/zod.ts';
import { takeRowSchema, type TakeRow } from '../rows.ts';
import type { Store } from '../store.ts';
import type { Entry } from './tar.ts';

/** What a backup has of a recording that was cut off: its row, and how far it got. */
export const takeFileSchema = z.object({ take: takeRowSchema, seconds: z.number() });
export type TakeFile = z.infer<typeof takeFileSchema>;

/** In a backup `takes/ID.json`, followed by `takes/ID.recording`. */
export const TAKE_ENTRY = /^takes\/([\w-]+)\.(json|recording)$/;

/** Bytes that go to the journal in one piece: what is in memory at a time. */
const PIECE_BYTES = 4 * 1024 * 1024;

/** Recordings that nobody has made an answer of yet. */
export async function* takeEntries(store: Store): AsyncGenerator<Entry> {
  for (const take of await store.takes.list()) {
    // One that can't be read does not keep the rest from being saved.
    const journal = await store.journals.read(take.id).catch(() => undefined);
    if (!journal || journal.bytes === 0) continue;
    const file: TakeFile = { take, seconds: journal.seconds };
    yield { name: `takes/${take.id}.json`, content: new Blob([JSON.stringify(file)], { type: 'application/json' }) };
    yield { name: `takes/${take.id}.recording`, content: journal.content };
  }
}

/** Whether a take is here already, cut off still or as an answer. */
export async function isKnownTake(store: Store, id: string): Promise<boolean> {
  return (await store.takes.get(id)) !== undefined || (await store.jobs.get(id)) !== undefined;
}

/** Brings a take back as one that nobody records any more, so that it is offered for recovery. */
export async function takeTake(store: Store, { take, seconds }: TakeFile, content: Blob): Promise<void> {
  await store.journals.begin(take.id, take.mime);
  const pieces = Math.max(1, Math.ceil(content.size / PIECE_BYTES));
  for (let index = 0; index < pieces; index += 1) {
    const piece = content.slice(index * PIECE_BYTES, (index + 1) * PIECE_BYTES);
    await store.journals.append(take.id, index, piece, (1000 * seconds * (index + 1)) / pieces);
  }
  // Last: a row without its journal would be taken for a take that holds nothing.
  await store.takes.put({ ...take, owner: NOBODY } satisfies TakeRow);
}

/** No tab has a lock of that name. */
const NOBODY = 'backup';
