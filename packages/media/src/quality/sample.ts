import {toDecibel} from '../signal/decibel.js';
import type {Counters} from './counters.js';
import {meanOpinionScore, oneWayDelay, rating} from './e-model.js';

/** How a call was between two looks at it. */
export interface QualitySample {
  /** Share of packets lost on the way here and to the far side, 0 to 1. */
  lossIn: number;
  lossOut: number;
  /** Ms. */
  jitter: number;
  /** Ms; `undefined` until one is known. */
  roundTrip: number | undefined;
  /** Ms in the jitter buffer. */
  jitterBuffer: number;
  /** `opus`, `PCMU` …; empty until one is in use. */
  codec: string;
  /** Bits per second of payload. */
  bitrateIn: number;
  bitrateOut: number;
  /** Mean opinion score of what is heard here, 1 (bad) to 4.41 (E-model, ITU-T G.107). */
  mos: number;
  packetsIn: number;
  packetsOut: number;
  /** What the microphone gave in dBFS, by the browser's own meter, which follows peaks; `undefined` when the browser does not say. */
  microphone: number | undefined;
}

/** What happened between two counts. */
export function sampleBetween(before: Counters, after: Counters): QualitySample {
  const seconds = Math.max(0.001, (after.at - before.at) / 1_000);
  const packetsIn = gain(before.received, after.received);
  const lost = gain(before.lostIn, after.lostIn);
  const lossIn = lost / (lost + packetsIn || 1);
  const buffered = gain(before.buffered, after.buffered);
  const jitterBuffer = buffered ? gain(before.bufferDelay, after.bufferDelay) / buffered : 0;
  const measured = gain(before.energyDuration, after.energyDuration);
  return {
    lossIn,
    // The far side reports every few seconds: its last word holds until the next.
    lossOut: after.reportLoss,
    jitter: after.jitter,
    roundTrip: after.roundTrip,
    jitterBuffer,
    codec: after.codec,
    bitrateIn: (8 * gain(before.bytesIn, after.bytesIn)) / seconds,
    bitrateOut: (8 * gain(before.bytesOut, after.bytesOut)) / seconds,
    mos: meanOpinionScore(
      rating({delay: oneWayDelay(after.roundTrip ?? 0, jitterBuffer), loss: lossIn, codec: after.codec}),
    ),
    packetsIn,
    packetsOut: gain(before.sent, after.sent),
    microphone: measured ? toDecibel(Math.sqrt(gain(before.energy, after.energy) / measured)) : undefined,
  };
}

/** Counters begin again when a stream is replaced, and late packets make `packetsLost` fall. */
function gain(before: number, after: number): number {
  return Math.max(0, after - before);
}
