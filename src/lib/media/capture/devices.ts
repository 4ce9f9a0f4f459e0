import { AppError, type ErrorCode } from '$lib/core/errors.ts';

/** Which devices to open; the browser's own choice where an id is left out or its device is gone. */
export type DeviceWish = {
  /** False: voice only; no camera is asked for. */
  readonly hasCamera: boolean;
  readonly cameraId?: string | undefined;
  readonly microphoneId?: string | undefined;
};

/** A device as a picker shows it. Labels are empty until the browser's permission has been given. */
export type DeviceEntry = { readonly id: string; readonly label: string };

export type DeviceList = { readonly cameras: readonly DeviceEntry[]; readonly microphones: readonly DeviceEntry[] };

/** 640 × 480 shows a face well enough for every analyser, and encodes on two slow cores (stack.md, 6). */
const PICTURE = { width: { ideal: 640 }, height: { ideal: 480 }, frameRate: { ideal: 30 } };

/**
 * The sound as the room has it: automatic gain makes loudness and its variation void, noise suppression and echo
 * cancellation take voice away with the noise (engineering.md, A5, B). A browser may ignore this, Safari does.
 */
const SOUND = {
  echoCancellation: false,
  noiseSuppression: false,
  autoGainControl: false,
  channelCount: { ideal: 1 },
};

function constraintsOf({ hasCamera, cameraId, microphoneId }: DeviceWish): MediaStreamConstraints {
  const device = (id: string | undefined) => (id === undefined ? {} : { deviceId: { ideal: id } });
  return {
    audio: { ...SOUND, ...device(microphoneId) },
    video: hasCamera ? { ...PICTURE, ...(cameraId === undefined ? { facingMode: 'user' } : device(cameraId)) } : false,
  };
}

/**
 * Asks for camera and microphone with one call: every call may show the browser's question again.
 *
 * @throws `camera-denied`, `camera-missing`, `camera-in-use`, `microphone-missing`, `microphone-in-use`
 */
export async function openDevices(wish: DeviceWish): Promise<MediaStream> {
  // Absent where the page came without https, which the type doesn't say.
  const devices = navigator.mediaDevices as MediaDevices | undefined;
  if (!devices) throw new AppError('camera-denied', 'no access to devices on this address');
  try {
    return await devices.getUserMedia(constraintsOf(wish));
  } catch (thrown) {
    throw await refusalOf(thrown, wish);
  }
}

const CODES: Readonly<Record<string, ErrorCode>> = {
  NotAllowedError: 'camera-denied',
  SecurityError: 'camera-denied',
  // The device is there and can't be had: another app has it, or the system hands out nothing of it.
  NotReadableError: 'camera-in-use',
  AbortError: 'camera-in-use',
  NotFoundError: 'camera-missing',
  OverconstrainedError: 'camera-missing',
};

/** The browser's refusal, with words that say which device it is about. */
async function refusalOf(thrown: unknown, { hasCamera }: DeviceWish): Promise<AppError> {
  const { name, message } = thrown instanceof Error ? thrown : new Error(String(thrown));
  const code = CODES[name] ?? 'unexpected';
  const error = (of: ErrorCode) => new AppError(of, `${name}: ${message}`, { cause: thrown });
  if (code === 'camera-in-use' && (!hasCamera || /audio|microphone/i.test(message))) return error('microphone-in-use');
  if (code !== 'camera-missing') return error(code);
  // The refusal doesn't say which of the two is missing; the list of kinds does, even without a permission.
  const { microphones } = await listDevices();
  return error(hasCamera && microphones.length > 0 ? 'camera-missing' : 'microphone-missing');
}

/** What can be chosen from now. */
export async function listDevices(): Promise<DeviceList> {
  const devices = navigator.mediaDevices as MediaDevices | undefined;
  const found = (await devices?.enumerateDevices().catch(() => [])) ?? [];
  const ofKind = (kind: MediaDeviceKind) =>
    found.filter((device) => device.kind === kind).map(({ deviceId: id, label }) => ({ id, label }));
  return { cameras: ofKind('videoinput'), microphones: ofKind('audioinput') };
}

/** Lets go of camera and microphone, so that their lights go out. */
export function closeDevices(stream: MediaStream): void {
  for (const track of stream.getTracks()) track.stop();
}
