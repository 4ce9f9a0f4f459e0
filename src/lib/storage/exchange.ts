import { AppError } from '$lib/core/errors.ts';
import type { Report } from '$lib/core/report/schema.ts';
import * as z from '$lib/core/zod.ts';
import { parseReport } from './report-gate.ts';

/** The newest report version that this app reads. */
const REPORT_VERSION = 1;
/** Twenty answers of an hour each have about a tenth of this. */
const MOST_CHARACTERS = 200_000_000;

/** A report as the JSON that leaves the app, which another one (or a later version of this one) can take in. */
export function exportReport(report: Report): string {
  return `${JSON.stringify(report, null, 1)}\n`;
}

/**
 * A report from foreign text. Rejects with `report-newer` where a later version of the app made it, and with
 * `report-invalid`, naming the place, where it is no report. Fields that this version doesn't know are kept.
 */
export async function importReport(text: string): Promise<Report> {
  if (text.length > MOST_CHARACTERS) throw new AppError('report-invalid', `${text.length} characters`);
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (cause) {
    throw new AppError('report-invalid', 'not JSON', { cause });
  }
  const head = json as { type?: unknown; version?: unknown } | null;
  if (head?.type === 'viva/report' && typeof head.version === 'number' && head.version > REPORT_VERSION) {
    throw new AppError('report-newer', `version ${head.version}`);
  }
  try {
    return await parseReport(json);
  } catch (cause) {
    if (!(cause instanceof z.ZodError)) throw cause;
    const issue = cause.issues[0];
    throw new AppError('report-invalid', `${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'not a report'}`, {
      cause,
    });
  }
}
