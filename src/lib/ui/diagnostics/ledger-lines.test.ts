import { expect, it } from 'vitest';
import { foreignCount, LedgerLines } from './ledger-lines.ts';

it('counts requests by address and witness, and forgets what stands behind the question mark', () => {
  const ledger = new LedgerLines();
  ledger.add({ url: 'https://viva.example/report/?id=secret', by: 'page', received: 100 });
  ledger.add({ url: 'https://viva.example/report/?id=other', by: 'page', received: 50 });
  ledger.add({ url: 'https://viva.example/models/a.onnx', by: 'service-worker' });
  expect(ledger.list()).toEqual([
    { origin: 'https://viva.example', path: '/models/a.onnx', by: 'service-worker', times: 1, received: undefined },
    { origin: 'https://viva.example', path: '/report/', by: 'page', times: 2, received: 150 },
  ]);
});

it('tells what went to another origin, sockets too, and not what stayed in the browser', () => {
  const ledger = new LedgerLines();
  ledger.add({ url: 'blob:https://viva.example/1', by: 'page' });
  ledger.add({ url: 'data:text/plain,x', by: 'page' });
  ledger.add({ url: 'https://viva.example/', by: 'page' });
  ledger.add({ url: 'https://elsewhere.example/pixel.gif', by: 'own' });
  ledger.add({ url: 'wss://elsewhere.example/', by: 'service-worker' });
  expect(foreignCount(ledger.list(), 'https://viva.example')).toBe(2);
  expect(ledger.list()).toHaveLength(3);
});

it('counts what is told twice once', () => {
  const ledger = new LedgerLines();
  const request = { url: 'https://viva.example/a.js', by: 'own', received: 5 } as const;
  for (const at of [1, 2, 1, 2]) ledger.add({ ...request, at });
  expect(ledger.list()).toMatchObject([{ times: 2, received: 10 }]);
});
