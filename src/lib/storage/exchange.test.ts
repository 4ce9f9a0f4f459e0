import { describe, expect, it } from 'vitest';
import { buildReport, failedAnswer } from '$lib/core/report/build.ts';
import { exportReport, importReport } from './exchange.ts';

const report = buildReport({
  app: { name: 'Viva', version: '1.0.0' },
  created: '2026-11-21T08:00:00.000Z',
  locale: 'en',
  policy: { id: 'default', off: [] },
  session: { id: 's1', kind: 'import', title: 'First', processingSeconds: 1 },
  plan: { analysers: [], threads: 1, backend: '', device: 'test' },
  answers: [],
});

const answer = failedAnswer({
  ...{ id: 'a', question: null, stages: [], media: { name: 'a.mp4', mime: 'video/mp4' } },
  error: { stage: 'probe', code: 'file-damaged', message: '' },
});

describe('a report as JSON', () => {
  it('comes back equal, with fields that this version does not know', async () => {
    const later = { ...report, session: { ...report.session, mood: 'calm' }, extra: [1] };
    expect(await importReport(exportReport(later))).toEqual(later);
  });

  it('of an hour comes back equal, its long lists with every element', async () => {
    const words = Array.from({ length: 1201 }, (_, index) => ({
      ...{ text: `w${index}`, start: index, end: index + 0.5, confidence: 0.9 },
      ...(index === 700 ? { later: true } : {}),
    }));
    const transcript = { language: 'en', languageConfidence: 1, text: '', words, translations: [] };
    const long = { ...report, answers: [{ ...answer, transcript }] };
    expect(await importReport(JSON.stringify(long))).toEqual(long);
    const spoilt = { ...long, answers: [{ ...answer, transcript: { ...transcript, words: [...words, { text: 5 }] } }] };
    await expect(importReport(JSON.stringify(spoilt))).rejects.toMatchObject({ code: 'report-invalid' });
  });

  it.each([
    ['text', 'not json', 'report-invalid'],
    ['nothing', '', 'report-invalid'],
    ['null', 'null', 'report-invalid'],
    ['another thing', '{"type":"viva/bank","version":1}', 'report-invalid'],
    ['a report without answers', JSON.stringify({ ...report, answers: undefined }), 'report-invalid'],
    ['a later report', JSON.stringify({ ...report, version: 2 }), 'report-newer'],
  ])('%s is refused with its code', async (_, text, code) => {
    await expect(importReport(text)).rejects.toMatchObject({ code });
  });
});
