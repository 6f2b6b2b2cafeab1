export {hears, type Heard, type HearsOptions} from './hears.js';
export {toneTrack} from './tone-track.js';
export {FakeMicrophones, type FakeMicrophone} from './fake-microphones.js';
export {speakerStream} from './speaker-stream.js';
export {loopback} from './loopback.js';
