/** Bytes in use and bytes allowed, as far as the browser tells; it gives estimates only. */
export type Room = { readonly usage: number; readonly quota: number };

export async function estimateRoom(): Promise<Room | undefined> {
  // Absent outside of secure contexts, which the type doesn't say.
  const storage = navigator.storage as StorageManager | undefined;
  const { usage, quota } = (await storage?.estimate()) ?? {};
  return usage === undefined || quota === undefined ? undefined : { usage, quota };
}

/** Kept free for rows, models and the browser's own needs, bytes. */
const RESERVE_BYTES = 100_000_000;

/** Whether a recording should be copied; where the browser doesn't tell, it is tried. */
export function hasRoomFor(bytes: number, room: Room | undefined): boolean {
  return room === undefined || room.quota - room.usage - RESERVE_BYTES > bytes;
}

/** Asks that the browser keep what is here when it needs space. It may refuse; that is advice, never an error. */
export async function askToPersist(): Promise<boolean> {
  const storage = navigator.storage as StorageManager | undefined;
  return (await storage?.persist()) ?? false;
}
