export {Conference} from './conference.js';
export type {ConferenceOptions} from './options.js';
