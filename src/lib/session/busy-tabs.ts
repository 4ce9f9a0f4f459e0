/** Tabs of one browser share a service worker, so a new version concerns them all: each says whether it is at work. */
const CHANNEL = 'viva-busy-tabs';
/** Tabs answer in a few milliseconds, those in the background too; one that is frozen isn't at work. */
const ANSWER_MS = 400;

type Message = { readonly question: string } | { readonly answer: string };

/** Answers other tabs for the life of the page. */
export function answerOtherTabs(isBusy: () => boolean): void {
  const channel = new BroadcastChannel(CHANNEL);
  channel.addEventListener('message', ({ data }: MessageEvent<Message>) => {
    if ('question' in data && isBusy()) channel.postMessage({ answer: data.question } satisfies Message);
  });
}

/** Whether another tab of the app says that it records or analyses. */
export function isAnyTabBusy(): Promise<boolean> {
  const channel = new BroadcastChannel(CHANNEL);
  const question = crypto.randomUUID();
  return new Promise((resolve) => {
    const end = (isBusy: boolean) => {
      clearTimeout(timer);
      channel.close();
      resolve(isBusy);
    };
    const timer = setTimeout(() => {
      end(false);
    }, ANSWER_MS);
    channel.addEventListener('message', ({ data }: MessageEvent<Message>) => {
      if ('answer' in data && data.answer === question) end(true);
    });
    channel.postMessage({ question } satisfies Message);
  });
}
