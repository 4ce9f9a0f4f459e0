/**
 * A camera for tests that shows a face which lives: a free portrait (tests/fixtures/README.md) that blinks, and opens and
 * shuts its mouth while it talks. Not somebody: what is told of it is known, because it is drawn.
 */
export type PortraitMood = 'rest' | 'talk';

const WIDTH = 640;
const HEIGHT = 480;
const FPS = 30;
/** Places in the picture: the eyes as [x, y, half width, half height], and what lies below the line of the mouth. */
const EYES = [
  [252, 126, 14, 8],
  [312, 130, 14, 8],
] as const;
const LID = '#d3a184';
const JAW = { x: 232, y: 184, width: 92, height: 54 };
const OPEN_PX = 9;
const BLINK = { everySeconds: 3, seconds: 0.2 };

export class LivingPortrait {
  mood: PortraitMood = 'rest';
  readonly stream: MediaStream;
  readonly #picture: ImageBitmap;
  readonly #context: CanvasRenderingContext2D;
  readonly #timer: ReturnType<typeof setInterval>;
  readonly #started = performance.now();

  private constructor(picture: ImageBitmap) {
    const canvas = Object.assign(document.createElement('canvas'), { width: WIDTH, height: HEIGHT });
    this.#picture = picture;
    this.#context = canvas.getContext('2d')!;
    this.#draw();
    this.stream = canvas.captureStream(FPS);
    this.#timer = setInterval(() => {
      this.#draw();
    }, 1000 / FPS);
  }

  /** @param address of a recording whose first picture is the portrait */
  static async open(address: string): Promise<LivingPortrait> {
    const video = Object.assign(document.createElement('video'), { src: address, muted: true });
    await new Promise((resolve, reject) => {
      // There is a picture to draw once a place other than the first has been sought.
      video.onloadeddata = () => (video.currentTime = 0.3);
      video.onseeked = resolve;
      video.onerror = () => {
        reject(new Error(video.error?.message ?? 'the portrait does not play'));
      };
    });
    return new LivingPortrait(await createImageBitmap(video));
  }

  close(): void {
    clearInterval(this.#timer);
    for (const track of this.stream.getTracks()) track.stop();
    this.#picture.close();
  }

  #draw(): void {
    const seconds = (performance.now() - this.#started) / 1000;
    const context = this.#context;
    context.drawImage(this.#picture, 0, 0, WIDTH, HEIGHT);
    if (this.mood === 'talk') {
      // Four syllables a second.
      const open = OPEN_PX * Math.abs(Math.sin(Math.PI * 2 * seconds));
      const { x, y, width, height } = JAW;
      context.fillStyle = '#401815';
      context.fillRect(x + 24, y - 2, width - 48, open + 4);
      context.drawImage(this.#picture, x, y, width, height, x, y + open, width, height);
    }
    if (seconds % BLINK.everySeconds > BLINK.seconds) return;
    context.fillStyle = LID;
    for (const [x, y, halfWidth, halfHeight] of EYES) {
      context.beginPath();
      context.ellipse(x, y, halfWidth, halfHeight, 0, 0, 2 * Math.PI);
      context.fill();
    }
  }
}
