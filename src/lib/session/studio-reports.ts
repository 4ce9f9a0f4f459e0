import { AppError } from '$lib/core/errors.ts';
import type { Correction } from '$lib/core/report/correction.ts';
import type { Report, Weights } from '$lib/core/report/schema.ts';
import { exportReport, importReport } from '$lib/storage/exchange.ts';
import type { SessionRow } from '$lib/storage/rows.ts';
import type { Store } from '$lib/storage/store.ts';
import type { ReportDesk, Revision, RewordOptions } from './contract.ts';
import type { LanguageModelOffer, LanguageModels } from './language-models.ts';
import { sessionOf } from './new-rows.ts';
import type { Queue } from './queue.ts';
import type { Revisions } from './revisions.ts';

export type StudioReportsContext = {
  /** @throws AppError `storage-unavailable` where the studio isn't open */
  readonly opened: () => { readonly store: Store; readonly queue: Queue; readonly revisions: Revisions };
  readonly languageModels: LanguageModels;
  /** Resolves when nothing is analysed. */
  readonly untilFree: () => Promise<void>;
  readonly onSession: (session: SessionRow) => void;
};

/** The reports of an open studio, by the verbs that their readers have. */
export class StudioReports implements ReportDesk {
  readonly #context: StudioReportsContext;

  constructor(context: StudioReportsContext) {
    this.#context = context;
  }

  async prepareCorrections(answerId: string): Promise<void> {
    await this.#context.opened().revisions.prepare(answerId);
  }

  async correct(answerId: string, corrections: readonly Correction[]): Promise<Revision> {
    return this.#context.opened().revisions.correct(answerId, corrections);
  }

  async weigh(sessionId: string, weights?: Weights): Promise<Report> {
    return this.#context.opened().revisions.weigh(sessionId, weights);
  }

  async note(sessionId: string, comments: Report['comments']): Promise<Report> {
    return this.#context.opened().revisions.note(sessionId, comments);
  }

  async languageModels(languages: readonly string[]): Promise<readonly LanguageModelOffer[]> {
    return this.#context.languageModels.offers(languages);
  }

  async reword(sessionId: string, options: RewordOptions): Promise<Report | undefined> {
    const { model: id, onProgress = () => undefined, signal = new AbortController().signal } = options;
    const { opened, untilFree, languageModels } = this.#context;
    const report = await opened().queue.report(sessionId);
    const languages = [report?.locale, ...(report?.answers ?? []).map(({ transcript }) => transcript?.language)];
    // Weights of one kind at a time: what is being analysed goes first.
    await untilFree();
    const model = await languageModels.open(id, [...new Set(languages.filter((one) => one !== undefined))], onProgress);
    try {
      return await opened().revisions.reword(sessionId, { model, signal, onProgress });
    } finally {
      model.close();
    }
  }

  async restoreWords(sessionId: string): Promise<Report> {
    return this.#context.opened().revisions.restoreWords(sessionId);
  }

  async take(json: string): Promise<string> {
    const report = await importReport(json);
    const { store, revisions } = this.#context.opened();
    const own = await revisions.takeBack(report);
    if (own !== undefined) return own;
    const session = sessionOf(report);
    await store.saveReport(session, report);
    this.#context.onSession(session);
    return session.id;
  }

  async asJson(sessionId: string): Promise<string> {
    const report = await this.#context.opened().queue.report(sessionId);
    if (!report) throw new AppError('storage-failed', `no report of ${sessionId}`);
    return exportReport(report);
  }
}
