import type {Actor} from '../audit/audit.js';
import {GatewayError} from '../errors.js';
import type {Language} from '../rooms/languages.js';
import type {Room, Rooms} from '../rooms/rooms.js';
import {apiKeyOf, makeSessionId} from './session-id.js';

interface SessionsOptions {
  rooms: Rooms;
  language: Language;
  clock: () => number;
}

/** Sessions of projects: rooms with the session's id as their name. */
export class OpenTokSessions {
  constructor(private readonly options: SessionsOptions) {}

  async create(apiKey: string, actor: Actor): Promise<Room> {
    return this.open(makeSessionId(apiKey, this.options.clock()), actor);
  }

  /** Makes the session's room unless it is there: ids that OpenTok itself has made are as good. */
  async open(sessionId: string, actor: Actor): Promise<Room> {
    const {rooms, language} = this.options;
    return (await rooms.create(sessionId, {language}, actor)).room;
  }

  /** Throws `session-unknown` unless it is one of the project's, by its id. */
  requireOwn(apiKey: string, sessionId: string): void {
    if (apiKeyOf(sessionId) !== apiKey) throw new GatewayError('session-unknown');
  }

  /** Throws `session-unknown` unless it is one of the project's, and was used here. */
  async require(apiKey: string, sessionId: string): Promise<void> {
    this.requireOwn(apiKey, sessionId);
    try {
      await this.options.rooms.get(sessionId);
    } catch (error) {
      throw error instanceof GatewayError ? new GatewayError('session-unknown', {cause: error}) : error;
    }
  }
}
