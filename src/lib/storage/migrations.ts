import type { Transaction } from 'dexie';

/**
 * Every version of the database, oldest first. An entry is never edited once it has been released: a change is a new
 * entry. `stores` lists indexes only, and only of tables that change. Constants of a migration stand in it, so that later code can't alter it.
 */
export type Migration = {
  readonly version: number;
  readonly name: string;
  readonly stores: Readonly<Record<string, string | null>>;
  /** Only IndexedDB calls may be awaited inside: the transaction ends with anything else. */
  readonly upgrade?: (transaction: Transaction) => Promise<void>;
};

export const migrations: readonly Migration[] = [
  {
    version: 1,
    name: 'sessions with jobs, tracks, reports and recordings',
    stores: {
      sessions: 'id, created',
      jobs: 'id, sessionId, sha256',
      tracks: '[answerId+id], answerId',
      reports: 'id',
      media: 'id, sessionId',
      settings: 'key',
    },
  },
  {
    version: 2,
    name: 'takes: recordings that are being made',
    stores: { takes: 'id, sessionId' },
  },
  {
    version: 3,
    name: 'digests: what the history needs of each report',
    stores: { digests: 'id' },
  },
  {
    // Nothing moves. But an app that doesn't know the field would measure a calibrated answer anew as if nothing had been
    // learnt, and say otherwise: so it may not open these rows.
    version: 4,
    name: 'sessions keep what was learnt of the person before the first question',
    stores: {},
  },
];

export const HEAD = migrations.at(-1)?.version ?? 0;
