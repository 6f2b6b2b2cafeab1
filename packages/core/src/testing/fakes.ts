export * from './fake-audio.js';
export * from './fake-connection.js';
export * from './fake-engine.js';
export * from './fake-request.js';
export * from './fake-session.js';
export * from './fake-conference.js';
export * from './fake-leg.js';
export * from './fake-participant.js';
