import { EncodedPacketSink, type InputTrack } from 'mediabunny';

/** How exactly the end of a truncated track is found, seconds: less than a packet of sound. */
const PRECISION = 0.01;

/**
 * The end of the last packet whose bytes are really there, seconds on the file's clock. A file cut off on its way keeps an
 * index of packets that it no longer has.
 */
export async function readableEnd(track: InputTrack): Promise<number> {
  const sink = new EncodedPacketSink(track);
  const endAt = async (seconds: number): Promise<number | undefined> => {
    const packet = await sink.getPacket(seconds).catch(() => null);
    return packet ? packet.timestamp + packet.duration : undefined;
  };
  const promised = await track.computeDuration();
  if ((await endAt(Infinity)) !== undefined) return promised;
  let low = await track.getFirstTimestamp();
  let high = promised;
  while (high - low > PRECISION) {
    const middle = (low + high) / 2;
    if ((await endAt(middle)) === undefined) high = middle;
    else low = middle;
  }
  return (await endAt(low)) ?? low;
}
