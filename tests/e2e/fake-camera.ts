import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { chromium, type BrowserContext, type LaunchOptions } from '@playwright/test';
import { chromePath } from '../../tools/chrome.ts';
import { RECORDING, SOUND } from './import-recording.ts';

/** Chromium plays a file of JPEGs at this rate, whatever was meant. */
const FAKE_FPS = 30;
const SEEN_FPS = 10;
const SECONDS = 5;

const ARGS = ['--no-sandbox', '--enable-unsafe-swiftshader', '--disable-background-networking'];

/** Pictures of the fixture as one JPEG after another, which is what Chromium takes as a camera. */
async function makePictures(file: string): Promise<void> {
  const browser = await chromium.launch({ executablePath: chromePath(), args: ARGS });
  try {
    const page = await browser.newPage();
    const source = `data:video/mp4;base64,${(await readFile(RECORDING)).toString('base64')}`;
    const pictures = await page.evaluate(
      async ([src, count, fps]) => {
        const video = Object.assign(document.createElement('video'), { src, muted: true });
        const canvas = Object.assign(document.createElement('canvas'), { width: 640, height: 480 });
        const seen: string[] = [];
        await new Promise((resolve, reject) => {
          video.onloadeddata = resolve;
          video.onerror = () => {
            reject(new Error(video.error?.message ?? 'the fixture does not play'));
          };
        });
        for (let index = 0; index < count; index += 1) {
          const arrived = new Promise((resolve) => (video.onseeked = resolve));
          // Never where it already stands: that would be no seek.
          video.currentTime = (index + 0.5) / fps;
          await arrived;
          canvas.getContext('2d')!.drawImage(video, 0, 0, 640, 480);
          seen.push(canvas.toDataURL('image/jpeg', 0.8).split(',')[1]!);
        }
        return seen;
      },
      [source, SECONDS * SEEN_FPS, SEEN_FPS] as const,
    );
    const frames = pictures.flatMap((base64) => {
      const picture = Buffer.from(base64, 'base64');
      return Array.from({ length: FAKE_FPS / SEEN_FPS }, () => picture);
    });
    await writeFile(file, Buffer.concat(frames));
  } finally {
    await browser.close();
  }
}

/** What a browser does when a page asks for camera and microphone. */
export type Answer = 'allow' | 'deny';

/**
 * A browser whose camera shows the fixture's face and whose microphone plays its voice, over and over.
 *
 * @param folder for the profile and the pictures; the same folder is the same browser again
 */
export async function launchWithCamera(
  folder: string,
  answer: Answer,
  options: LaunchOptions & Parameters<typeof chromium.launchPersistentContext>[1] = {},
): Promise<BrowserContext> {
  const pictures = path.join(folder, 'face.mjpeg');
  await mkdir(folder, { recursive: true });
  await readFile(pictures).catch(() => makePictures(pictures));
  return chromium.launchPersistentContext(path.join(folder, 'profile'), {
    executablePath: chromePath(),
    locale: 'en-GB',
    ...options,
    args: [
      ...ARGS,
      '--use-fake-device-for-media-stream',
      ...(answer === 'allow' ? ['--use-fake-ui-for-media-stream'] : ['--deny-permission-prompts']),
      `--use-file-for-fake-video-capture=${pictures}`,
      `--use-file-for-fake-audio-capture=${SOUND}`,
    ],
  });
}
