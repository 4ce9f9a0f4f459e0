import type { Span } from '$lib/core/media.ts';

/** A little before a moment, so that its first sound isn't cut off. */
const LEAD_SECONDS = 0.15;
/** A jump shorter than this leads nowhere that one has to come back from. */
const NEAR_SECONDS = 1;
/** Places to come back to. */
const MOST_PLACES = 20;

/** Where somebody was before a jump: in the recording, and on the page. */
type Place = { readonly at: number; readonly scrollY: number };

/** The recording of one answer: where it is, and the verbs that every number, word and lane uses. */
export class Playback {
  #media: HTMLMediaElement | undefined;
  /** Length as the report has it; files without a duration in their header still have a time line. */
  readonly seconds: number;
  #position = $state(0);
  #isPlaying = $state(false);
  #canPlay = $state(false);
  #isInView = $state(true);
  #stopAt: number | undefined;
  #loop: Span | undefined = $state.raw();
  #places: readonly Place[] = $state.raw([]);
  #frame = 0;

  constructor(seconds: number) {
    this.seconds = seconds;
  }

  /** Seconds. Moves with the recording, and by itself where it can't be played. */
  get position(): number {
    return this.#position;
  }

  get isPlaying(): boolean {
    return this.#isPlaying;
  }

  get canPlay(): boolean {
    return this.#canPlay;
  }

  /** What is played over and over. */
  get looped(): Span | undefined {
    return this.#loop;
  }

  /** Seconds to which `back` leads; `undefined` where nobody has jumped. */
  get cameFrom(): number | undefined {
    return this.#places.at(-1)?.at;
  }

  /** Whether the player is on the screen; otherwise a small bar stands in for it. */
  get isInView(): boolean {
    return this.#isInView;
  }

  /** For `{@attach}` on the media element. */
  readonly attach = (media: HTMLMediaElement): (() => void) => {
    this.#media = media;
    const listeners = new AbortController();
    const on = (event: string, listener: () => void) => {
      media.addEventListener(event, listener, { signal: listeners.signal });
    };
    on('loadedmetadata', () => {
      this.#canPlay = true;
      if (this.#position > 0) media.currentTime = this.#position;
    });
    on('error', () => (this.#canPlay = false));
    on('play', () => {
      this.#isPlaying = true;
      this.#follow();
    });
    on('pause', () => {
      this.#isPlaying = false;
      cancelAnimationFrame(this.#frame);
      this.#position = media.currentTime;
    });
    // A marked stretch may reach to the very end.
    on('ended', () => {
      if (this.#loop) this.loop(this.#loop);
    });
    on('seeked', () => (this.#position = media.currentTime));
    const sight = new IntersectionObserver(([entry]) => (this.#isInView = entry?.isIntersecting ?? true), {
      threshold: 0.25,
    });
    sight.observe(media);
    return () => {
      listeners.abort();
      sight.disconnect();
      cancelAnimationFrame(this.#frame);
      this.#media = undefined;
      this.#canPlay = false;
      this.#isPlaying = false;
    };
  };

  /** Moves there without playing. */
  readonly seek = (at: number): void => {
    this.#stopAt = undefined;
    this.#moveTo(at);
  };

  /** Plays from there to the end. */
  readonly playFrom = (at: number): void => {
    this.#remember(at);
    this.#loop = undefined;
    this.seek(at);
    this.#play();
  };

  /** Plays a stretch over and over, until it is stopped or something else is played. */
  readonly loop = (span: Span): void => {
    if (this.#loop !== span) this.#remember(span.start);
    this.#loop = span;
    this.seek(span.start);
    this.#play();
  };

  readonly stopLoop = (): void => {
    this.#loop = undefined;
  };

  /** To where one was before the last jump, in the recording and on the page. */
  readonly back = (): void => {
    const place = this.#places.at(-1);
    if (!place) return;
    this.#places = this.#places.slice(0, -1);
    this.#loop = undefined;
    this.#media?.pause();
    this.seek(place.at);
    scrollTo({ top: place.scrollY, behavior: 'instant' });
  };

  /** Plays a moment and stops at its end. Moments shorter than a second are given a second, to be heard at all. */
  readonly playSpan = (span: Span): void => {
    this.#remember(span.start);
    this.#loop = undefined;
    this.#moveTo(Math.max(0, span.start - LEAD_SECONDS));
    this.#stopAt = Math.max(span.end + LEAD_SECONDS, span.start + 1);
    this.#play();
  };

  readonly toggle = (): void => {
    this.#stopAt = undefined;
    if (this.#isPlaying) this.#media?.pause();
    else this.#play();
  };

  readonly pause = (): void => {
    this.#stopAt = undefined;
    this.#media?.pause();
  };

  readonly showPlayer = (): void => {
    this.#media?.scrollIntoView({ block: 'center' });
    this.#media?.focus({ preventScroll: true });
  };

  #remember(target: number): void {
    if (Math.abs(target - this.#position) < NEAR_SECONDS) return;
    this.#places = [...this.#places, { at: this.#position, scrollY }].slice(-MOST_PLACES);
  }

  #moveTo(at: number): void {
    this.#position = Math.min(Math.max(0, at), this.seconds);
    if (this.#media && this.#canPlay) this.#media.currentTime = this.#position;
  }

  #play(): void {
    if (!this.#media || !this.#canPlay) return;
    // Refused when the browser wants a gesture first or a newer seek came in between: the position stands either way.
    this.#media.play().catch(() => (this.#isPlaying = false));
  }

  /** Frame by frame: `timeupdate` comes four times a second, which is too coarse to light words. */
  #follow(): void {
    cancelAnimationFrame(this.#frame);
    const step = () => {
      const media = this.#media;
      if (!media || media.paused) return;
      this.#position = media.currentTime;
      if (this.#stopAt !== undefined && media.currentTime >= this.#stopAt) {
        this.#stopAt = undefined;
        media.pause();
        return;
      }
      if (this.#loop && media.currentTime >= this.#loop.end) media.currentTime = this.#loop.start;
      this.#frame = requestAnimationFrame(step);
    };
    this.#frame = requestAnimationFrame(step);
  }
}
