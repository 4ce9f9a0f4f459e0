import type { Collection, Table } from 'dexie';
import { AppError } from '$lib/core/errors.ts';
import type * as z from '$lib/core/zod.ts';
import type { Database } from './db.ts';

/**
 * The one way to the rows of a table: what comes out has passed its schema. A single row that doesn't fit rejects with
 * `row-damaged`; in a list it is left out and told to `onDamaged`, so that one bad row never hides the others.
 */
export class Gate<Row, Key> {
  readonly #db: Database;
  readonly #table: Table<Row, Key>;
  readonly #schema: z.ZodType<Row>;
  readonly #onDamaged: (message: string) => void;

  constructor(
    db: Database,
    table: Table<Row, Key>,
    schema: z.ZodType<Row>,
    onDamaged: (message: string) => void = () => undefined,
  ) {
    this.#db = db;
    this.#table = table;
    this.#schema = schema;
    this.#onDamaged = onDamaged;
  }

  async get(key: Key): Promise<Row | undefined> {
    const row = await this.#db.attempt(() => this.#table.get(key));
    if (row === undefined) return undefined;
    const parsed = this.#schema.safeParse(row);
    if (!parsed.success) throw new AppError('row-damaged', this.#describe(parsed.error));
    return parsed.data;
  }

  /** Rows of the table, or of a part of it. */
  async list(select: (table: Table<Row, Key>) => Collection<Row, Key> | Table<Row, Key> = (table) => table) {
    const rows = await this.#db.attempt(() => select(this.#table).toArray());
    return rows.flatMap((row) => {
      const parsed = this.#schema.safeParse(row);
      if (parsed.success) return [parsed.data];
      this.#onDamaged(this.#describe(parsed.error));
      return [];
    });
  }

  async put(row: Row): Promise<void> {
    await this.#db.attempt(() => this.#table.put(row));
  }

  async delete(key: Key): Promise<void> {
    await this.#db.attempt(() => this.#table.delete(key));
  }

  #describe(error: z.ZodError): string {
    const issue = error.issues[0];
    return `${this.#table.name}: ${issue?.path.join('.') ?? ''} ${issue?.message ?? ''}`;
  }
}
