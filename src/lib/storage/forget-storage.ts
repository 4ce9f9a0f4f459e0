import Dexie from 'dexie';

/** Takes the database of a name and its files away, after a test. */
export async function forgetStorage(name: string): Promise<void> {
  await Dexie.delete(name);
  const root = await navigator.storage.getDirectory();
  for (const folder of ['recordings', 'journals']) {
    await root.removeEntry(`${name}-${folder}`, { recursive: true }).catch(() => undefined);
  }
}
