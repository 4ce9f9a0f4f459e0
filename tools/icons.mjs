// node tools/icons.mjs: makes the PNG icons of the installed app from static/icon.svg. Run again when it changes.
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { chromium } from '@playwright/test';
import { ensureBrowser } from './browser.mjs';

const root = path.resolve(import.meta.dirname, '..');
const target = path.join(root, 'static/icons');

// A maskable icon may be cut to a circle of 80 %, so the drawing is smaller and its ground goes to the edges.
const ICONS = [
  { name: 'icon-192.png', side: 192, share: 1 },
  { name: 'icon-512.png', side: 512, share: 1 },
  { name: 'maskable-192.png', side: 192, share: 0.72 },
  { name: 'maskable-512.png', side: 512, share: 0.72 },
  { name: 'apple-touch-icon.png', side: 180, share: 0.86 },
];

const svg = await readFile(path.join(root, 'static/icon.svg'), 'utf8');
const ground = /<rect[^>]*fill="(#[0-9a-fA-F]+)"/.exec(svg)?.[1] ?? '#ffffff';
await mkdir(target, { recursive: true });
const browser = await chromium.launch({ executablePath: ensureBrowser() || undefined, args: ['--no-sandbox'] });
try {
  for (const { name, side, share } of ICONS) {
    const page = await browser.newPage({ viewport: { width: side, height: side } });
    const size = Math.round(side * share);
    const backdrop = share < 1 ? ground : 'transparent';
    await page.setContent(
      `<body style="margin:0;display:grid;place-items:center;height:100vh;background:${backdrop}"><img width="${size}" height="${size}" src="data:image/svg+xml;base64,${Buffer.from(svg).toString('base64')}"></body>`,
    );
    await page.locator('img').evaluate((image) => /** @type {HTMLImageElement} */ (image).decode());
    await writeFile(path.join(target, name), await page.screenshot({ omitBackground: share === 1 }));
    await page.close();
  }
} finally {
  await browser.close();
}
