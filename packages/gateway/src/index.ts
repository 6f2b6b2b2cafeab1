export {createApp} from './http/app.js';
export {createServices, type Services} from './services.js';
export {readSettings, SettingsError} from './settings/settings.js';
export type {AsteriskSetting, SettingName, Settings} from './settings/table.js';
export {errorTable, GatewayError, type GatewayErrorCode} from './errors.js';
export type {Database, Queries} from './database/database.js';
