import { InferenceSession, Tensor } from 'onnxruntime-web/wasm';
import type { FrameObserver, FrameObserverModule, OffscreenCanvasLike } from '$lib/core/observe.ts';
import { Columns } from '../face/columns.ts';
import type { Box } from '../face/geometry.ts';
import { makeFaceDetector, SURE_SCORE, toSightings, type Detector } from '../face/observe.tasks.ts';
import { BASIC_EXPRESSIONS, type BasicExpression } from './prototypes.ts';
import { emotionTrack, type EmotionTrack } from './track.ts';

/** Side of the picture that the network takes. */
const INPUT_PX = 64;
/** Side of the crop in sizes of BlazeFace's box, which is narrower than the faces of FER2013 (own trial: 1–1.6). */
const CROP_SIZES = 1.3;
/** Order in which the network gives its kinds. */
const OUTPUTS: readonly BasicExpression[] = ['anger', 'disgust', 'fear', 'happiness', 'sadness', 'surprise', 'neutral'];

/** The largest face of each picture, named by a small network (mini-XCEPTION). Nothing of the picture is kept. */
class EmotionObserver implements FrameObserver<EmotionTrack> {
  readonly #session: InferenceSession;
  readonly #detector: Detector;
  readonly #crop = new OffscreenCanvas(INPUT_PX, INPUT_PX);
  readonly #rows = new Columns(BASIC_EXPRESSIONS);

  constructor(session: InferenceSession, detector: Detector) {
    this.#session = session;
    this.#detector = detector;
  }

  async observe(picture: OffscreenCanvasLike, at: number): Promise<void> {
    const canvas = picture as OffscreenCanvas;
    const [face] = toSightings(this.#detector.detect(canvas), canvas.width, canvas.height)
      .filter(({ score }) => score >= SURE_SCORE)
      .sort((a, b) => b.width * b.height - a.width * a.height);
    this.#rows.push(at, face ? await this.#classify(canvas, face) : {});
  }

  async #classify(canvas: OffscreenCanvas, face: Box): Promise<Partial<Record<BasicExpression, number>>> {
    const side = CROP_SIZES * Math.max(face.width * canvas.width, face.height * canvas.height);
    const [middleX, middleY] = [(face.x + face.width / 2) * canvas.width, (face.y + face.height / 2) * canvas.height];
    const context = this.#crop.getContext('2d', { willReadFrequently: true })!;
    context.imageSmoothingQuality = 'high';
    context.clearRect(0, 0, INPUT_PX, INPUT_PX);
    context.drawImage(canvas, middleX - side / 2, middleY - side / 2, side, side, 0, 0, INPUT_PX, INPUT_PX);
    const { data } = context.getImageData(0, 0, INPUT_PX, INPUT_PX);
    const grey = Float32Array.from({ length: INPUT_PX * INPUT_PX }, (_, i) => {
      // Weights of ITU-R BT.601, which OpenCV made the training pictures grey with; −1 black … 1 white.
      const luma = 0.299 * data[4 * i]! + 0.587 * data[4 * i + 1]! + 0.114 * data[4 * i + 2]!;
      return luma / 127.5 - 1;
    });
    const { probabilities } = await this.#session.run({
      face: new Tensor('float32', grey, [1, 1, INPUT_PX, INPUT_PX]),
    });
    const values = probabilities!.data as Float32Array;
    return Object.fromEntries(OUTPUTS.map((kind, i) => [kind, values[i]!]));
  }

  finish(): EmotionTrack {
    return { at: this.#rows.at, probabilities: this.#rows.values };
  }

  close(): void {
    this.#detector.close();
    void this.#session.release();
  }
}

export default {
  track: emotionTrack,
  backend: 'wasm',
  usesOrt: true,
  async open(context) {
    const [classifier, face] = await Promise.all([context.model('expression-classifier'), context.model('face')]);
    const weights = await classifier.bytes('mini_xception.onnx');
    const detector = await makeFaceDetector(context.options.assets, await face.bytes('face_landmarker.task'));
    const session = await InferenceSession.create(weights, { executionProviders: ['wasm'] });
    return new EmotionObserver(session, detector);
  },
} satisfies FrameObserverModule<EmotionTrack>;
