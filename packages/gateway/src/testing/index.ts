export {onEachDatabase} from './databases.js';
export {createTestGateway, testSecrets, testSettings, type TestGateway} from './services.js';
export {livekitWebhook} from './livekit.js';
