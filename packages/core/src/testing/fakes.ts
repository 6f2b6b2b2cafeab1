export * from './fake-audio.js';
export * from './fake-connection.js';
export * from './fake-engine.js';
export * from './fake-request.js';
export * from './fake-session.js';
