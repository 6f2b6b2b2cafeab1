export {BrowserAudio, type BrowserAudioOptions} from './browser-audio.js';
export {LevelMeter, LevelEvent, type LevelMeterOptions} from './level-meter.js';
export {pageContext, SharedContext, type ContextUse} from './context/shared-context.js';
export type {PlayedStream} from './line/playback.js';
export {AudioDevices, type AudioDevice} from './devices/audio-devices.js';
export {SharedMicrophone, type SharedMicrophoneOptions} from './microphone/shared-microphone.js';
export {Mixer, type MixerInput, type MixerOutput, type MixerSource} from './mixer/mixer.js';
export {toneCountries} from './tones/countries.js';
export {dtmfFrequencies} from './tones/dtmf.js';
export type {ToneOptions} from './tones/tone-player.js';
export {codecImpairment, meanOpinionScore, oneWayDelay, rating, type Conditions} from './quality/e-model.js';
export {
  QualityEvent,
  QualityMonitor,
  type QualityMonitorOptions,
  type QualityReport,
} from './quality/quality-monitor.js';
export type {QualitySample} from './quality/sample.js';
export type {QualityWarning} from './quality/warnings.js';
