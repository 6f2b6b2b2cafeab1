export * from './fake-engine.js';
export * from './fake-request.js';
export * from './fake-session.js';
export {testEngineContract} from './engine-contract.js';
export type {FarCall, FarCallAbility, FarCallOptions, FarEnd, FarEndTarget, SeenRequest} from './far-end.js';
export {RecordingHandler} from './recording-handler.js';
