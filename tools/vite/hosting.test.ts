import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseHeaderRules } from '../serve.mjs';
import { hostHeaders, hostPolicy, PAGE_DIRECTIVES, policyText, WORKER_POLICY } from './headers.js';
import { hostFiles, scriptHashesOf } from './hosting.ts';

const directives = (policy: string) =>
  new Map(policy.split('; ').map((directive) => [directive.split(' ')[0], directive.split(' ').slice(1)] as const));

describe('the policies', () => {
  it('let no inline script, no eval and no other origin in', () => {
    for (const policy of [WORKER_POLICY, hostPolicy([]), policyText(PAGE_DIRECTIVES)]) {
      const parts = directives(policy);
      expect(parts.get('default-src')).toEqual(["'none'"]);
      expect(parts.get('script-src')).toEqual(["'self'", "'wasm-unsafe-eval'"]);
      expect(parts.get('connect-src')).toEqual(["'self'", 'blob:', 'data:']);
      expect(policy).not.toContain('http');
      expect(policy).not.toContain('*');
    }
  });

  it('let a host say for workers exactly what the service worker says', () => {
    const host = directives(hostPolicy([]));
    for (const [name, sources] of directives(WORKER_POLICY)) expect(host.get(name)).toEqual(sources);
  });

  it('carry the hashes of the inline scripts of all pages, each once', async () => {
    const folder = await mkdtemp(path.join(os.tmpdir(), 'viva-pages-'));
    await mkdir(path.join(folder, 'report'));
    const page = (hash: string) =>
      `<meta http-equiv="content-security-policy" content="script-src 'self' 'wasm-unsafe-eval' 'sha256-${hash}'">`;
    await writeFile(path.join(folder, 'index.html'), page('AAA='));
    await writeFile(path.join(folder, '404.html'), page('AAA='));
    await writeFile(path.join(folder, 'report/index.html'), page('B+/b='));
    const hashes = await scriptHashesOf(folder);
    await rm(folder, { recursive: true });
    expect(hashes).toEqual(['sha256-AAA=', 'sha256-B+/b=']);
    expect(directives(hostPolicy(hashes)).get('script-src')).toEqual([
      "'self'",
      "'wasm-unsafe-eval'",
      "'sha256-AAA='",
      "'sha256-B+/b='",
    ]);
  });
});

describe('the files for hosts', () => {
  const headers = hostHeaders(['sha256-AAA=']);
  const files = hostFiles(headers);

  it('all say the same', () => {
    for (const [name, value] of Object.entries(headers)) {
      for (const file of ['_headers', '.htaccess', 'hosting/nginx.conf', 'hosting/Caddyfile']) {
        expect(files[file], file).toContain(name);
        expect(files[file], file).toContain(value);
      }
    }
    const pairs = Object.entries(headers).map(([key, value]) => ({ key, value }));
    const read = (file: string) => JSON.parse(files[file] ?? '') as unknown;
    expect(read('hosting/vercel.json')).toMatchObject({ headers: [{ headers: pairs }] });
    expect(read('hosting/firebase.json')).toMatchObject({ hosting: { headers: [{ headers: pairs }] } });
    expect(read('hosting/staticwebapp.config.json')).toMatchObject({ globalHeaders: headers });
  });

  it('have values that no format would break', () => {
    for (const value of Object.values(headers)) expect(value).not.toMatch(/["\n\\]/);
  });

  it('are read back by our own server', () => {
    const [rule] = parseHeaderRules(files._headers ?? '');
    expect(rule?.path).toBe('/*');
    expect(Object.fromEntries(rule?.headers ?? [])).toEqual(headers);
  });
});
