import { describe, expect, it } from 'vitest';
import { buildReport } from '$lib/core/report/build.ts';
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

describe('a report as JSON', () => {
  it('comes back equal, with fields that this version does not know', () => {
    const later = { ...report, session: { ...report.session, mood: 'calm' }, extra: [1] };
    expect(importReport(exportReport(later))).toEqual(later);
  });

  it.each([
    ['text', 'not json', 'report-invalid'],
    ['nothing', '', 'report-invalid'],
    ['null', 'null', 'report-invalid'],
    ['another thing', '{"type":"viva/bank","version":1}', 'report-invalid'],
    ['a report without answers', JSON.stringify({ ...report, answers: undefined }), 'report-invalid'],
    ['a later report', JSON.stringify({ ...report, version: 2 }), 'report-newer'],
  ])('%s is refused with its code', (_, text, code) => {
    expect(() => importReport(text)).toThrow(expect.objectContaining({ code }));
  });
});
