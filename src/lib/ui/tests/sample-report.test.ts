import { expect, it } from 'vitest';
import { reportSchema } from '$lib/core/report/schema.ts';
import { sampleReport } from './sample-report.ts';

it('is a report by the schema', () => {
  expect(reportSchema.parse(sampleReport(80, 2)).answers).toHaveLength(2);
});
