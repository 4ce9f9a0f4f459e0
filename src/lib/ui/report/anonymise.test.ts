import { expect, it } from 'vitest';
import { anonymise } from '$lib/core/report/anonymise.ts';
import { reportSchema } from '$lib/core/report/schema.ts';
import { sampleReport } from '../tests/sample-report.ts';

it('an anonymised report keeps its numbers and none of its words, names and hashes', () => {
  const report = sampleReport(80, 2);
  const [answer] = report.answers;
  answer!.feedback.verbal[0]!.params = { quote: 'my wife Sari', count: 2 };
  answer!.events[0]!.detail = 'my wife Sari';
  report.comments = [{ answer: answer!.id, at: 1, by: 'Pak Budi', text: 'good' }];
  Object.assign(report.session, { school: 'SMA 3' });
  const anonymous = anonymise(report);
  expect(() => reportSchema.parse(anonymous)).not.toThrow();
  expect(anonymous.answers.map(({ measures, subscores, scores }) => ({ measures, subscores, scores }))).toEqual(
    report.answers.map(({ measures, subscores, scores }) => ({ measures, subscores, scores })),
  );
  const text = JSON.stringify(anonymous);
  const secrets = [
    'Sari',
    'Budi',
    'SMA 3',
    'Warehouse',
    'answer one.webm',
    'weekly stock',
    'annoyed',
    'aaaaaaaa',
    'Linux',
  ];
  expect(secrets.filter((secret) => JSON.stringify(report).includes(secret))).toEqual(secrets);
  expect(secrets.filter((secret) => text.includes(secret))).toEqual([]);
});
