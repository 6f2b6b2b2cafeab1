import {
  AccessToken,
  RoomServiceClient,
  ServerError,
  SipClient,
  WebhookReceiver,
  type ParticipantInfo,
} from 'livekit-server-sdk';
import {GatewayError} from '../errors.js';
import type {Settings} from '../settings/table.js';

export interface RoomToken {
  url: string;
  token: string;
  /** ISO 8601: by when to join. */
  expiresAt: string;
}

/** A webhook of which LiveKit is the sender. */
export interface LiveKitEvent {
  id: string;
  /** `room_started`, `room_finished` … */
  event: string;
  createdAt: Date;
  room: {name: string; sid: string} | undefined;
  /** Whose identity it is about. */
  participant: string | undefined;
}

/** How long LiveKit may take to answer, s. */
const patience = 2.5;

/** What the gateway needs of LiveKit. */
export class LiveKit {
  /** Where browsers and bridges connect. */
  readonly url: string;
  /** Where its HTTP API is. */
  readonly apiUrl: string;
  readonly #key: string;
  readonly #secret: string;
  readonly #tokenLife: number;
  readonly #receiver: WebhookReceiver;
  readonly #roomService: RoomServiceClient;

  /** `undefined` when the settings name none. */
  static from(settings: Settings): LiveKit | undefined {
    const {LIVEKIT_URL: url, LIVEKIT_API_KEY: key, LIVEKIT_API_SECRET: secret} = settings;
    return url && key && secret ? new LiveKit(settings, url, key, secret) : undefined;
  }

  private constructor(settings: Settings, url: string, key: string, secret: string) {
    this.url = url;
    this.#key = key;
    this.#secret = secret;
    this.#tokenLife = settings.LIVEKIT_TOKEN_LIFE;
    this.#receiver = new WebhookReceiver(key, secret);
    this.apiUrl = settings.LIVEKIT_API_URL ?? url.replace(/^ws/, 'http');
    this.#roomService = new RoomServiceClient(this.apiUrl, key, secret, {requestTimeout: patience});
  }

  /** A token for one participant to join one room. */
  async roomToken(room: string, {identity, name}: {identity: string; name?: string}): Promise<RoomToken> {
    const seconds = Math.ceil(this.#tokenLife / 1000);
    const token = new AccessToken(this.#key, this.#secret, {identity, ttl: seconds, ...(name && {name})});
    token.addGrant({
      roomJoin: true,
      room,
      canPublish: true,
      canSubscribe: true,
      canPublishData: true,
      // A page tells the room, by attributes, that its person talks elsewhere.
      canUpdateOwnMetadata: true,
    });
    const expiresAt = new Date(Date.now() + seconds * 1000).toISOString();
    return {url: this.url, token: await token.toJwt(), expiresAt};
  }

  /** Reads a webhook from its raw body. Throws `webhook-unsigned`. */
  async webhook(body: string, authorization: string | undefined): Promise<LiveKitEvent> {
    try {
      const {id, event, createdAt, room, participant} = await this.#receiver.receive(body, authorization);
      return {
        id,
        event,
        createdAt: new Date(Number(createdAt) * 1000),
        room: room && {name: room.name, sid: room.sid},
        participant: participant?.identity,
      };
    } catch (error) {
      throw new GatewayError('webhook-unsigned', {cause: error});
    }
  }

  /**
   * Whether LiveKit would not let this participant into the room: so many are in it as it may hold. Agents and recorders do not count,
   * nor does who comes back. A browser that LiveKit itself refuses is not told why.
   */
  async isFull(room: string, identity: string): Promise<boolean> {
    const [found] = await this.#roomService.listRooms([room]);
    if (!found?.maxParticipants) return false;
    const present = await this.#roomService.listParticipants(room);
    const counted = present.filter((one) => one.identity !== identity && !isDependent(one));
    return counted.length >= found.maxParticipants;
  }

  /** A room's metadata, empty when it has none; `undefined` when LiveKit has no such room now. */
  async roomMetadata(room: string): Promise<string | undefined> {
    const [found] = await this.#roomService.listRooms([room]);
    return found?.metadata;
  }

  /** Writes all of it. Rejects when LiveKit has no such room. */
  async setRoomMetadata(room: string, metadata: string): Promise<void> {
    await this.#roomService.updateRoomMetadata(room, metadata);
  }

  /** Who is in a room now, by their identities; nobody when LiveKit has no such room. */
  async identitiesIn(room: string): Promise<string[]> {
    try {
      return (await this.#roomService.listParticipants(room)).map(({identity}) => identity);
    } catch (error) {
      if (error instanceof ServerError && error.code === 'not_found') return [];
      throw error;
    }
  }

  /** Rejects when LiveKit does not answer, or refuses the key. */
  async check(): Promise<void> {
    await this.#roomService.listRooms(['sidetone-readiness']);
  }

  /** Rejects when its SIP API does not answer. */
  async checkSip(): Promise<void> {
    await new SipClient(this.apiUrl, this.#key, this.#secret, {
      requestTimeout: patience,
    }).listSipInboundTrunk();
  }
}

/** livekit.ParticipantInfo.Kind: EGRESS and AGENT, whom LiveKit does not count. */
const dependents: readonly number[] = [2, 4];

function isDependent({kind, permission}: ParticipantInfo): boolean {
  return dependents.includes(kind) || permission?.agent === true || permission?.recorder === true;
}
