import type { Answer, Measure } from '$lib/core/report/schema.ts';

/** A file name that every system takes: letters and digits of any script, the rest as hyphens. */
export function fileNameOf(title: string, ending: string): string {
  const plain = title
    .normalize('NFC')
    .replaceAll(/[^\p{L}\p{N}]+/gu, '-')
    .replaceAll(/^-+|-+$/g, '')
    .slice(0, 80);
  return `${plain || 'viva'}.${ending}`;
}

const COLUMNS = [
  'answer',
  'file',
  'measure',
  'value',
  'unit',
  'uncertainty',
  'confidence',
  'reason',
  'seconds',
  'low',
  'high',
  'source',
  'grade',
  'analyser',
  'version',
];

/** A spreadsheet would run a text that begins with one of these as a formula (OWASP, CSV injection). */
const FORMULA = /^[=+\-@\t\r]/;

function cell(value: string | number | null | undefined): string {
  if (value === null || value === undefined) return '';
  if (typeof value === 'number') return String(value);
  const safe = FORMULA.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** All measures of a report as CSV (RFC 4180), English column names, full precision. */
export function toCsv(answers: readonly Answer[]): string {
  const rowOf = ({ media }: Answer, number: number, measure: Measure) => [
    ...[number, media.name, measure.id, measure.value, measure.unit, measure.uncertainty],
    ...[measure.confidence, measure.reason, measure.seconds, measure.norm?.low, measure.norm?.high],
    ...[measure.norm?.source, measure.norm?.grade, measure.analyser, measure.analyserVersion],
  ];
  const rows = answers.flatMap((answer, index) => answer.measures.map((measure) => rowOf(answer, index + 1, measure)));
  return [COLUMNS, ...rows].map((row) => `${row.map(cell).join(',')}\r\n`).join('');
}

/** Gives a file to the browser's downloads. */
export function save(content: BlobPart, name: string, mime: string): void {
  const address = URL.createObjectURL(new Blob([content], { type: mime }));
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  // Some browsers read the address only after the click has returned.
  setTimeout(() => {
    URL.revokeObjectURL(address);
  }, 60_000);
}
