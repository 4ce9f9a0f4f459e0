import { copyFile, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Plugin } from 'vite';
import { hostHeaders } from './headers.js';
import { leftOutModels } from './left-out.ts';
import { emitModels } from './models.ts';

const root = path.resolve(import.meta.dirname, '../..');

/** The hashes of inline scripts that the pages of a build allow in their own policies. */
export async function scriptHashesOf(folder: string): Promise<string[]> {
  const names = await readdir(folder, { recursive: true });
  const hashes = new Set<string>();
  for (const name of names.filter((one) => one.endsWith('.html'))) {
    const page = await readFile(path.join(folder, name), 'utf8');
    for (const [, hash] of page.matchAll(/'(sha256-[A-Za-z0-9+/=]+)'/g)) hashes.add(hash ?? '');
  }
  return [...hashes].sort();
}

const json = (content: unknown) => `${JSON.stringify(content, null, 2)}\n`;

/** The files for hosts by path in the build: what is read from the root, and what is copied to where a host wants it. */
export function hostFiles(headers: Readonly<Record<string, string>>): Record<string, string> {
  const entries = Object.entries(headers);
  const pairs = entries.map(([key, value]) => ({ key, value }));
  const lines = (format: (name: string, value: string) => string) => entries.map((one) => format(...one)).join('\n');
  return {
    // Netlify, Cloudflare Pages, and `tools/serve.mjs --headers`.
    _headers: `/*\n${lines((name, value) => `  ${name}: ${value}`)}\n`,
    '.htaccess': [
      '<IfModule mod_headers.c>',
      lines((name, value) => `  Header always set ${name} "${value}"`),
      '</IfModule>',
      'AddType text/javascript .mjs',
      'AddType application/wasm .wasm',
      'AddType application/manifest+json .webmanifest',
      '',
    ].join('\n'),
    'hosting/nginx.conf': [
      '# Inside a server block. A location with add_header lines of its own loses these: repeat them there.',
      lines((name, value) => `add_header ${name} "${value}" always;`),
      '# nginx knows no .mjs and no .webmanifest, and with nosniff a module of another type is refused.',
      'location ~ \\.mjs$ { types { } default_type text/javascript; }',
      'location ~ \\.webmanifest$ { types { } default_type application/manifest+json; }',
      'error_page 404 /404.html;',
      '',
    ].join('\n'),
    'hosting/Caddyfile': [
      '# Inside a site block.',
      'header {',
      lines((name, value) => `\t${name} "${value}"`),
      '}',
      'file_server',
      '',
    ].join('\n'),
    'hosting/vercel.json': json({ trailingSlash: true, headers: [{ source: '/(.*)', headers: pairs }] }),
    'hosting/firebase.json': json({
      hosting: { public: '.', trailingSlash: true, headers: [{ source: '**', headers: pairs }] },
    }),
    'hosting/staticwebapp.config.json': json({
      globalHeaders: headers,
      mimeTypes: {
        '.mjs': 'text/javascript',
        '.wasm': 'application/wasm',
        '.webmanifest': 'application/manifest+json',
      },
    }),
    'hosting/README.txt': HOSTING_README,
  };
}

const HOSTING_README = `Headers for common static hosts, all made from tools/vite/headers.js by the build.

Netlify, Cloudflare Pages   ../_headers is read from the root of what you deploy: nothing to do
Apache                      ../.htaccess is read where AllowOverride lets it (FileInfo)
nginx, Caddy                put the lines of nginx.conf or Caddyfile into your server or site block
Vercel, Firebase, Azure     copy vercel.json, firebase.json or staticwebapp.config.json to the root of what you deploy
GitHub Pages and others     send no headers of your choosing: the service worker adds them after one reload

Without these headers Viva still works: its service worker adds them. With them it also works where a service worker
is not to be had, and its workers are under the policy from the first moment on.
`;

/** Finishes build/ once the adapter has written it: weights, and the files for hosts. */
export function hosting(): Plugin {
  let isServerBuild = false;
  let isWritten = false;
  return {
    name: 'viva-hosting',
    apply: 'build',
    configResolved(config) {
      isServerBuild = Boolean(config.build.ssr);
    },
    writeBundle() {
      isWritten = true;
    },
    closeBundle: {
      order: 'post',
      sequential: true,
      async handler() {
        // Kit builds the client and the service worker inside the server's build, whose end is the end of all. It also
        // ends, without having written anything, when the build failed.
        if (!isServerBuild || !isWritten) return;
        const build = path.join(root, 'build');
        await emitModels(path.join(root, 'models'), path.join(build, 'models'), leftOutModels());
        // Whoever gets the files gets their licences with them, ffmpeg's GPL among them.
        await copyFile(path.join(root, 'LICENSE'), path.join(build, 'LICENSE.txt'));
        await copyFile(path.join(root, 'THIRD_PARTY.md'), path.join(build, 'THIRD_PARTY.txt'));
        for (const [name, content] of Object.entries(hostFiles(hostHeaders(await scriptHashesOf(build))))) {
          await mkdir(path.dirname(path.join(build, name)), { recursive: true });
          await writeFile(path.join(build, name), content);
        }
      },
    },
  };
}
