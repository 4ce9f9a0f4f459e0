import { AppError } from '$lib/core/errors.ts';
import type * as z from '$lib/core/zod.ts';
import type { FaultCodes } from './download.ts';

const loaded = new Map<string, unknown>();

/**
 * A manifest of our own origin, read once. Only success is remembered, so that a later call tries anew.
 *
 * @throws AppError `codes.missing` when it can't be had, `codes.damaged` when it isn't a manifest
 */
export async function loadManifest<Schema extends z.ZodType>(
  url: string,
  schema: Schema,
  codes: FaultCodes,
): Promise<z.infer<Schema>> {
  const known = loaded.get(url);
  if (known !== undefined) return known as z.infer<Schema>;
  const response = await fetch(url, { cache: 'no-cache' }).catch((thrown: unknown) => {
    throw new AppError(codes.missing, `${url}: ${String(thrown)}`, { cause: thrown });
  });
  if (!response.ok) throw new AppError(codes.missing, `${url}: HTTP ${response.status}`);
  const content: unknown = await response.json().catch((thrown: unknown) => {
    throw new AppError(codes.damaged, `${url}: ${String(thrown)}`, { cause: thrown });
  });
  const parsed = schema.safeParse(content);
  if (!parsed.success) throw new AppError(codes.damaged, `${url}: ${parsed.error.message}`);
  loaded.set(url, parsed.data);
  return parsed.data;
}
