import Dexie from 'dexie';
import { afterEach, describe, expect, it } from 'vitest';
import { Database } from './db.ts';
import { HEAD, migrations } from './migrations.ts';
import { Store } from './store.ts';

/** What a database of each released version held. A new migration comes with the fixture of the version before it. */
type Fixture = {
  readonly version: number;
  readonly stores: Record<string, string>;
  readonly rows: Record<string, readonly object[]>;
};
const fixtures = Object.values(import.meta.glob<Fixture>('./fixtures/v*.json', { eager: true, import: 'default' }));
const names: string[] = [];

afterEach(async () => {
  for (const name of names.splice(0)) await Dexie.delete(name);
});

async function restore(fixture: Fixture): Promise<string> {
  const name = `fixture-${crypto.randomUUID()}`;
  names.push(name);
  const old = new Dexie(name);
  old.version(fixture.version).stores(fixture.stores);
  await old.open();
  for (const [table, rows] of Object.entries(fixture.rows)) await old.table(table).bulkPut(rows);
  old.close();
  return name;
}

describe('the database', () => {
  it('is numbered from 1 without gaps, each migration with a name of its own', () => {
    expect(migrations.map(({ version }) => version)).toEqual(migrations.map((_, index) => index + 1));
    expect(new Set(migrations.map(({ name }) => name)).size).toBe(migrations.length);
  });

  it('has a fixture of every version, so that every migration is exercised', () => {
    expect(fixtures.map(({ version }) => version).sort()).toEqual(migrations.map(({ version }) => version));
  });

  it.each(fixtures)('of version $version opens with everything in it', async (fixture) => {
    const exercised = new Set<number>();
    const watchedMigrations = migrations.map((migration) => ({
      ...migration,
      upgrade: async (transaction: Parameters<NonNullable<typeof migration.upgrade>>[0]) => {
        exercised.add(migration.version);
        await migration.upgrade?.(transaction);
      },
    }));
    const name = await restore(fixture);
    const db = new Database(name, watchedMigrations);
    await db.openOrExplain(HEAD);
    db.close();
    expect([...exercised]).toEqual(migrations.map(({ version }) => version).filter((v) => v > fixture.version));

    const damaged: string[] = [];
    const store = await Store.open(name, (message) => damaged.push(message));
    const { sessions, jobs } = await store.listing();
    expect(sessions).toHaveLength(fixture.rows['sessions']?.length ?? 0);
    expect(jobs).toHaveLength(fixture.rows['jobs']?.length ?? 0);
    const calibrations = fixture.rows['sessions']?.map((row) => (row as { calibration?: unknown }).calibration);
    expect(sessions.map(({ calibration }) => calibration)).toEqual(calibrations);
    for (const { id } of jobs) expect(await store.tracks(id)).not.toEqual([]);
    for (const { id } of sessions) expect(await store.report(id)).toBeDefined();
    expect(damaged).toEqual([]);
    store.close();
  });
});
