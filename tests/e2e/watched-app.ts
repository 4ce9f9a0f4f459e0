import { mkdtemp, readFile, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { chromium, type BrowserContext, type Page, type Request } from '@playwright/test';
import { chromePath } from '../../tools/chrome.ts';
import { serveFolder } from '../../tools/serve.mjs';
import { EARS } from './poisoned-build.ts';

/** What was seen that must not be. Each way of looking sees what the others may miss. */
export type Findings = {
  /** Requests to another origin that the browser's debugger told of: page, workers, service worker. */
  readonly requests: readonly string[];
  /** The same from the log of the network process, which no realm escapes. */
  readonly logged: readonly string[];
  /** What a content security policy stopped, in the page or a worker. */
  readonly violations: readonly string[];
};

export type WatchedApp = {
  readonly page: Page;
  readonly context: BrowserContext;
  /** Root of the app, with a slash at its end. */
  readonly url: string;
  /** Stops the host; the browser stays. */
  stopServer(): Promise<void>;
  /** Closes everything and tells what was found. */
  finish(): Promise<Findings>;
};

export type WatchOptions = {
  readonly headers?: boolean;
  readonly base?: string;
  /** As in windows where the browser allows none. */
  readonly noServiceWorker?: boolean;
};

type NetLog = {
  readonly constants: { readonly logEventTypes: Readonly<Record<string, number>> };
  readonly events: readonly { readonly type: number; readonly params?: { url?: string; initiator?: string } }[];
};

const isNetwork = (url: string) => /^(https?|wss?):/.test(url);
const isForeign = (url: string, origin: string) => isNetwork(url) && new URL(url).origin !== origin;

/** Requests in the network log that the app began. Chromium's own (updates, accounts) have no origin as initiator. */
async function foreignInLog(file: string, origin: string): Promise<string[]> {
  const { constants, events } = JSON.parse(await readFile(file, 'utf8')) as NetLog;
  const start = constants.logEventTypes.URL_REQUEST_START_JOB;
  if (start === undefined) throw new Error('the network log has changed: it names no URL_REQUEST_START_JOB');
  const begun = events.filter(({ type, params }) => type === start && params?.initiator === origin);
  if (begun.length === 0) throw new Error('the network log holds no request of the app, so it proves nothing');
  return begun.map(({ params }) => params?.url ?? '').filter((url) => isForeign(url, origin));
}

/** Collects what the policies stop, from the page and from each of its workers. */
async function watchPolicies(context: BrowserContext, page: Page): Promise<string[]> {
  const violations: string[] = [];
  const session = await context.newCDPSession(page);
  await session.send('Audits.enable');
  await session.send('Log.enable');
  session.on('Audits.issueAdded', ({ issue }) => {
    const details = issue.details.contentSecurityPolicyIssueDetails;
    if (details) violations.push(`${details.violatedDirective} ${details.blockedURL ?? ''}`);
  });
  session.on('Log.entryAdded', ({ entry }) => {
    if (/Content Security Policy/i.test(entry.text)) violations.push(`${entry.source}: ${entry.text}`);
  });
  // The debugger tells of no eval that a worker catches; a build with ears (poisoned-build.ts) tells us itself.
  await context.addInitScript((name) => {
    new BroadcastChannel(name).onmessage = ({ data }) => {
      console.info(`${name}: ${String(data)}`);
    };
  }, EARS);
  context.on('console', (message) => {
    if (message.text().startsWith(EARS)) violations.push(message.text());
  });
  return violations;
}

/** Serves a built app and opens its start page in a browser of its own, watched from before the first request on. */
export async function openWatched(folder: string, options: WatchOptions = {}): Promise<WatchedApp> {
  const server = await serveFolder(folder, { headers: options.headers ?? false, base: options.base ?? '/' });
  const profile = await mkdtemp(path.join(os.tmpdir(), 'viva-watched-'));
  const log = path.join(profile, 'network.json');
  const context = await chromium.launchPersistentContext(profile, {
    executablePath: chromePath(),
    args: [
      '--no-sandbox',
      '--enable-unsafe-swiftshader',
      '--disable-background-networking',
      '--disable-component-update',
      `--log-net-log=${log}`,
    ],
  });
  const { origin } = new URL(server.url);
  const requests: string[] = [];
  context.on('request', (request: Request) => {
    if (isForeign(request.url(), origin))
      requests.push(`${request.serviceWorker() ? 'service worker: ' : ''}${request.url()}`);
  });
  const page = context.pages()[0] ?? (await context.newPage());
  const violations = await watchPolicies(context, page);
  if (options.noServiceWorker) {
    await context.addInitScript(() => {
      Object.defineProperty(Navigator.prototype, 'serviceWorker', { value: undefined });
    });
  }
  await page.goto(server.url);
  return {
    page,
    context,
    url: server.url,
    stopServer: server.close,
    finish: async () => {
      await context.close();
      await server.close();
      const logged = await foreignInLog(log, origin);
      await rm(profile, { recursive: true, force: true });
      return { requests, logged, violations };
    },
  };
}
