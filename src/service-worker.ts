// Makes the app work without a network, and makes up for what a host can't send: isolation for the page, a policy for
// its workers. It caches the shell when it is installed and engines when they are used; weights are kept by
// lib/assets, never here.
import { cacheNames, clientsClaim, type WorkboxPlugin } from 'workbox-core';
import { addPlugins, cleanupOutdatedCaches, precacheAndRoute, type PrecacheEntry } from 'workbox-precaching';
import { registerRoute } from 'workbox-routing';
import { CacheFirst, NetworkFirst, NetworkOnly } from 'workbox-strategies';
import { HARDENING, ISOLATION, WORKER_POLICY } from '../tools/vite/headers.js';

declare const self: ServiceWorkerGlobalScope & { __WB_MANIFEST: (PrecacheEntry | string)[] };
/** Changes with the packages in vendor/. */
declare const VIVA_VENDOR_VERSION: string;

const SCOPE = new URL('./', self.location.href).pathname;
const VENDOR_CACHE = `viva-vendor-${VIVA_VENDOR_VERSION}`;
const LIST_CACHE = 'viva-lists';

/** Types that some hosts don't know; with them wrong, a module or a stream of WebAssembly is refused. */
const TYPES: Readonly<Record<string, string>> = { mjs: 'text/javascript', wasm: 'application/wasm' };
const isScript = (pathname: string) => /\.m?js$/.test(pathname);
const isShard = (pathname: string) => /\.part\d+$/.test(pathname);
const below = (pathname: string, folder: string) => pathname.startsWith(SCOPE + folder);

/** The response with the headers that a good host would have sent. */
function dressed(request: Request, response: Response): Response {
  const { pathname } = new URL(request.url);
  const headers = new Headers(response.headers);
  for (const [name, value] of Object.entries({ ...ISOLATION, ...HARDENING })) headers.set(name, value);
  const type = TYPES[pathname.slice(pathname.lastIndexOf('.') + 1)];
  if (type !== undefined && response.ok && !headers.get('Content-Type')?.startsWith(type)) {
    headers.set('Content-Type', type);
  }
  // A worker takes the policy of its own script, and a thread of onnxruntime that of its module; for any other use of a
  // script the header means nothing. Pages have theirs in a <meta>, which can't say who may frame them.
  if (isScript(pathname)) headers.set('Content-Security-Policy', WORKER_POLICY);
  else if (request.mode === 'navigate') headers.append('Content-Security-Policy', "frame-ancestors 'none'");
  const { status, statusText } = response;
  return new Response(response.body, { status, statusText, headers });
}

const dress: WorkboxPlugin = {
  handlerWillRespond: ({ request, response }) =>
    // Bodies that may not be read can't be dressed, and there is none of another origin here to begin with.
    Promise.resolve(['basic', 'default', 'cors'].includes(response.type) ? dressed(request, response) : response),
};

/** A host made for single-page apps answers every address with its start page: that must not be kept as an engine. */
const keepNoPages: WorkboxPlugin = {
  cacheWillUpdate: ({ response }) => {
    const isPage = response.headers.get('Content-Type')?.startsWith('text/html') ?? false;
    return Promise.resolve(response.status === 200 && !isPage ? response : null);
  },
};

/** The page's ledger of requests listens here: nothing is kept, and nothing leaves the device. */
const ledger = new BroadcastChannel('viva-ledger');
// Heard before any route answers; page and workers alike ask through here.
self.addEventListener('fetch', ({ request }) => {
  ledger.postMessage({ url: request.url, by: 'service-worker' });
});
const tell = (entries: PerformanceEntryList) => {
  for (const { name, startTime, transferSize } of entries as PerformanceResourceTiming[]) {
    ledger.postMessage({ url: name, by: 'own', at: startTime, received: transferSize });
  }
};
new PerformanceObserver((list) => {
  tell(list.getEntries());
}).observe({ type: 'resource' });
// A page that has just been opened asks for what came before.
ledger.addEventListener('message', ({ data }) => {
  if (data === 'tell') tell(performance.getEntriesByType('resource'));
});

addPlugins([dress]);
// Pages read their own query (report/?id=…); what is asked behind the question mark never reaches a server.
precacheAndRoute(self.__WB_MANIFEST, { ignoreURLParametersMatching: [/./], cleanURLs: false });
cleanupOutdatedCaches();

registerRoute(
  ({ url, sameOrigin }) => sameOrigin && below(url.pathname, 'vendor/') && !isShard(url.pathname),
  // `?2` is a second instance of the same engine.
  new CacheFirst({ cacheName: VENDOR_CACHE, matchOptions: { ignoreSearch: true }, plugins: [keepNoPages, dress] }),
);

registerRoute(
  ({ url, sameOrigin }) => sameOrigin && url.pathname === `${SCOPE}models/manifest.json`,
  // The host may add models at any time; without a network the last list is right.
  new NetworkFirst({ cacheName: LIST_CACHE, networkTimeoutSeconds: 5, plugins: [keepNoPages, dress] }),
);

registerRoute(
  // Weights and shards go past: lib/assets checks and keeps them, and a copy more would cost as much as they do.
  ({ url, sameOrigin }) => sameOrigin && !below(url.pathname, 'models/') && !isShard(url.pathname),
  new NetworkOnly({ plugins: [dress] }),
);

self.addEventListener('install', () => {
  // The first version takes over at once; a later one waits until it is told to, or until every page is closed.
  if (!self.registration.active) void self.skipWaiting();
});

self.addEventListener('message', ({ data }: ExtendableMessageEvent) => {
  if ((data as { type?: unknown } | null)?.type === 'SKIP_WAITING') void self.skipWaiting();
});

self.addEventListener('activate', (event) => {
  const wanted = new Set([VENDOR_CACHE, LIST_CACHE, cacheNames.precache]);
  event.waitUntil(
    caches.keys().then((names) => {
      const old = names.filter((name) => /^viva-(vendor|lists)/.test(name) && !wanted.has(name));
      return Promise.all(old.map((name) => caches.delete(name)));
    }),
  );
});

clientsClaim();
