import {randomUUID} from 'node:crypto';
import {setTimeout as sleep} from 'node:timers/promises';
import {isLegChannel} from '@sidetone/bridge';
import {application, beat, ivrArgument, nudge, outArgument, routeArgument, waitAgain} from './application.js';
import {EventSocket} from './ari/events.js';
import {laneArgument} from './lane.js';
import type {AriChannel, AriEvent} from './ari/types.js';
import type {Entrance} from './calls/entrance.js';
import {PhoneCall, playbackNumber} from './calls/phone-call.js';
import type {CallContext} from './calls/context.js';
import {persistently} from './calls/persistently.js';
import type {StoredCall} from './calls/stored-call.js';
import type {Lease} from './lease/lease-store.js';
import {removeOrphans} from './orphans.js';
import {watchSilence} from './silence.js';

interface SessionOptions {
  lease: Lease;
  /** Aborts when another gateway has taken over. */
  signal: AbortSignal;
  context: CallContext;
  /** Whether new calls are taken on; they wait in Asterisk, and in the database, otherwise. */
  accepts(): boolean;
  /** What this gateway heard before it was in charge. */
  before(): readonly AriEvent[];
  /** Asterisk, or a refused change of a call, says that another gateway is in charge. */
  onDisplaced(): void;
  /** Asterisk is there: at the start, and again after each loss. Nothing of ours is in its memory, perhaps. */
  onUp(): void;
}

/** A call whose nudge got lost waits no longer than this, ms. */
const sweepInterval = 2000;
/** After Asterisk, busy or starting, did not answer, ms. */
const stockPause = 500;
/** Q.850: service or option not available. */
const switchedOff = 63;
/** Q.850: of a dialplan that does not know where callers wait. */
const temporaryFailure = 41;
/** What is behind channels that begin a call. */
const arrivals: ReadonlySet<string> = new Set([ivrArgument, routeArgument, laneArgument]);

/** What Asterisk tells of a phone that is called, by the status in its event `Dial`. */
const dialEvents: Readonly<Record<string, 'dialled' | 'rings' | 'answered'>> = {
  '': 'dialled',
  RINGING: 'rings',
  ANSWER: 'answered',
};

/** One gateway in charge of one Asterisk, from taking over until another takes over. */
export class Session {
  readonly #options: SessionOptions;
  readonly #socket: EventSocket;
  /** By id, and by channel. */
  readonly #calls = new Map<string, PhoneCall>();
  readonly #channels = new Map<string, PhoneCall>();
  /** Calls that are new here, and have not been looked at. */
  readonly #adopted: PhoneCall[] = [];
  /** Events that came before all calls were known. */
  #early: AriEvent[] | undefined = [];
  #takingStock: Promise<void> = Promise.resolve();
  #away = false;

  constructor(options: SessionOptions) {
    this.#options = options;
    this.#socket = new EventSocket(options.context.asterisk, {
      application,
      onEvent: (event) => this.hear(event),
      onUp: () => {
        this.#away = false;
        this.#takeStock();
      },
      onDown: (reason) => {
        this.#away = true;
        options.context.log.warn({asterisk: options.lease.asteriskId, reason}, 'Asterisk is away');
      },
      onDisplaced: options.onDisplaced,
      pulse: {event: beat, raise: () => options.context.ari.raise(beat, application, {})},
    });
    const {ari, silence: limit} = options.context;
    void watchSilence({calls: () => this.#calls.values(), ari, limit, signal: options.signal});
    const timer = setInterval(() => void this.#sweep(), sweepInterval);
    options.signal.addEventListener(
      'abort',
      () => {
        clearInterval(timer);
        this.#socket.close();
      },
      {once: true},
    );
  }

  /** Whether Asterisk has not answered, or no longer does. */
  get away(): boolean {
    return this.#away;
  }

  /** The number of callers. */
  get size(): number {
    return this.#calls.size;
  }

  /** Says goodbye to everybody. */
  end(): void {
    for (const call of this.#calls.values()) call.handle({type: 'closing'});
  }

  /** Takes an event, from this session's socket or another; the same event may come from both. */
  hear(event: AriEvent): void {
    if (this.#options.signal.aborted) return;
    if (this.#early) this.#early.push(event);
    else this.#act(event);
  }

  /** Resolves when everything heard so far is done. */
  async settled(): Promise<void> {
    await this.#takingStock;
    await Promise.all([...this.#calls.values()].map((call) => call.settled()));
  }

  #act(event: AriEvent): void {
    switch (event.type) {
      case 'StasisStart':
        return this.#arrived(event.channel, event.args);
      case 'ChannelDtmfReceived':
        return this.#of(event.channel)?.handle({type: 'digit', digit: event.digit}, event.timestamp);
      case 'PlaybackFinished': {
        const {id, target_uri: target} = event.playback;
        const call = this.#channels.get(target.replace(/^channel:/, ''));
        return call?.handle({type: 'played', playback: playbackNumber(id)});
      }
      case 'ChannelUserevent':
        if (event.eventname === nudge) void this.#attend(event.userevent['call']);
        return;
      case 'ChannelHold':
      case 'ChannelUnhold':
        return this.#of(event.channel)?.handle({type: 'rests', on: event.type === 'ChannelHold'});
      case 'Dial':
        return this.#dialled(event);
      case 'StasisEnd':
        return this.#of(event.channel)?.handle({type: 'hung-up'});
      case 'ChannelDestroyed': {
        const {cause, tech_cause: code} = event;
        return this.#of(event.channel)?.handle({type: 'hung-up', cause, ...(code && {code})});
      }
    }
  }

  #dialled({peer, dialstatus}: Extract<AriEvent, {type: 'Dial'}>): void {
    const type = dialEvents[dialstatus];
    if (type) this.#of(peer)?.handle({type});
  }

  #of({id}: AriChannel): PhoneCall | undefined {
    return this.#channels.get(id);
  }

  /** Does what waits to be done for a call, or for all of them. */
  async #attend(callId?: string): Promise<void> {
    const {context, lease, signal} = this.#options;
    const {commands, log} = context;
    try {
      if (callId !== undefined && !this.#calls.has(callId)) await this.#takeOn(callId);
      for (const waiting of await persistently(() => commands.waiting(lease.asteriskId, callId), signal)) {
        const call = this.#calls.get(waiting.callId);
        if (call) call.obey(waiting);
        else await persistently(() => commands.done(waiting.id, 'call-not-connected'), signal);
      }
    } catch (error) {
      if (!signal.aborted) log.error({err: error}, 'commands to calls could not be looked at');
    }
  }

  /** Takes on what nobody was told of. */
  async #sweep(): Promise<void> {
    const {context, lease, signal} = this.#options;
    if (this.#early) return;
    try {
      for (const id of await context.store.liveIds(lease.asteriskId))
        if (!this.#calls.has(id)) await this.#takeOn(id);
    } catch (error) {
      if (!signal.aborted) context.log.warn({err: error}, 'calls that wait could not be looked for');
    }
  }

  /** A phone that somebody wants to be called. */
  async #takeOn(callId: string): Promise<void> {
    const {context, lease, signal} = this.#options;
    if (!this.#options.accepts()) return;
    const stored = await persistently(() => context.store.find(callId), signal);
    if (!stored || stored.asteriskId !== lease.asteriskId || this.#calls.has(callId) || signal.aborted)
      return;
    this.#adopt(stored).handle({type: 'found'});
  }

  #adopt(stored: StoredCall): PhoneCall {
    const call = PhoneCall.adopt(stored, this.#options.context, this.#owner);
    this.#keep(call);
    return call;
  }

  #arrived(channel: AriChannel, [kind, called = '', trunk = '', sipCallId = '']: readonly string[]): void {
    if (!arrivals.has(kind ?? '') || this.#channels.has(channel.id)) return;
    if (!this.#options.accepts()) return void this.#turnAway(channel.id);
    if (kind === laneArgument) return void this.#usher(channel, called, trunk);
    const {context} = this.#options;
    if (!context.open) return void context.ari.hangup(channel.id, switchedOff).catch(() => undefined);
    const entrance: Entrance = kind === ivrArgument ? {to: 'ivr'} : {to: 'route', sipCallId};
    this.#let(channel, {id: randomUUID(), trunk, called}, entrance);
  }

  /** Another gateway may come in the seconds that the dialplan waits. */
  async #turnAway(channelId: string): Promise<void> {
    const {ari} = this.#options.context;
    await ari
      .continueAt(channelId, waitAgain)
      .catch(() => ari.hangup(channelId, temporaryFailure))
      .catch(() => undefined);
  }

  /** A call that somebody transferred into a lane, from this endpoint of theirs. */
  async #usher(channel: AriChannel, extension: string, endpoint: string): Promise<void> {
    const {signal, context} = this.#options;
    try {
      const lane = await persistently(() => context.lanes.take(extension), signal);
      if (this.#channels.has(channel.id) || (lane && this.#calls.has(lane.callid))) return;
      if (!lane || !context.open) return await context.ari.hangup(channel.id, switchedOff);
      this.#let(channel, {id: lane.callid, trunk: endpoint, called: ''}, {to: 'room', room: lane.room});
    } catch (error) {
      if (!signal.aborted) context.log.error({err: error}, 'a call could not be brought into a room');
    }
  }

  #let(
    {id: channelId, caller}: AriChannel,
    call: Pick<StoredCall, 'id' | 'trunk' | 'called'>,
    entrance: Entrance,
  ) {
    const {lease, context} = this.#options;
    const {asteriskId} = lease;
    const from = {caller: caller.number, name: context.nameOf(caller)};
    this.#keep(
      PhoneCall.start(
        {...call, ...from, asteriskId, channelId, heardUntil: ''},
        context,
        this.#owner,
        entrance,
      ),
    );
  }

  #keep(call: PhoneCall): void {
    this.#calls.set(call.id, call);
    this.#channels.set(call.channelId, call);
  }

  get #owner() {
    const {lease, signal, onDisplaced: onFenced} = this.#options;
    const onOver = (call: PhoneCall) => {
      this.#calls.delete(call.id);
      this.#channels.delete(call.channelId);
    };
    const onMoved = (call: PhoneCall, formerChannelId: string) => {
      this.#channels.delete(formerChannelId);
      this.#channels.set(call.channelId, call);
    };
    return {lease, signal, onFenced, onOver, onMoved};
  }

  #takeStock(): void {
    this.#early ??= [];
    this.#takingStock = this.#takingStock.then(async () => {
      const {signal, context} = this.#options;
      while (!signal.aborted) {
        try {
          return await this.#compareAll();
        } catch (error) {
          if (signal.aborted) return;
          // Until it is done, nothing that Asterisk tells is acted on.
          context.log.error({err: error}, 'Asterisk could not be taken stock of');
          await sleep(stockPause, undefined, {signal}).catch(() => undefined);
        }
      }
    });
  }

  async #compareAll(): Promise<void> {
    const {before, onUp} = this.#options;
    const channels = await this.#compare();
    const early = [...before(), ...(this.#early ?? [])];
    this.#early = undefined;
    for (const event of early) if (!isStale(event, channels)) this.#act(event);
    for (const call of this.#adopted.splice(0)) {
      const channel = channels.get(call.channelId)?.state;
      call.handle({type: 'found', ...(channel !== undefined && {channel})});
    }
    await this.#attend();
    onUp();
  }

  /** Brings together what Asterisk has and what the database has. Resolves with Asterisk's channels by their ids. */
  async #compare(): Promise<ReadonlyMap<string, AriChannel>> {
    const {context, lease, signal} = this.#options;
    const {ari, store} = context;
    const [present, own, stored] = await Promise.all([
      ari.channels(),
      ari.application(application),
      persistently(() => store.live(lease.asteriskId), signal),
    ]);
    const channels = new Map(present.map((channel) => [channel.id, channel]));
    for (const call of this.#calls.values()) if (!channels.has(call.channelId)) call.handle({type: 'found'});
    this.#adopted.push(...stored.filter(({id}) => !this.#calls.has(id)).map((call) => this.#adopt(call)));
    for (const id of own?.channel_ids ?? []) this.#inherit(channels.get(id));
    await removeOrphans({
      ari,
      calls: this.#calls.keys(),
      bridges: own?.bridge_ids ?? [],
      channels: (own?.channel_ids ?? []).flatMap((id) => channels.get(id) ?? []),
    });
    return channels;
  }

  /** A caller who came in while nobody was in charge, or whose gateway died before it could write the call down. */
  #inherit(channel: AriChannel | undefined): void {
    if (!channel || isLegChannel(channel.id)) return;
    const [app, ...args] = channel.dialplan.app_data.split(',');
    if (app !== application) return;
    // Made for a call that is over.
    if (args[0] === outArgument && !this.#channels.has(channel.id))
      void this.#options.context.ari.hangup(channel.id).catch(() => undefined);
    this.#arrived(channel, args);
  }
}

/** An arrival that was heard before, of a channel that is no longer there. */
function isStale(event: AriEvent, alive: ReadonlyMap<string, unknown>): boolean {
  return event.type === 'StasisStart' && !alive.has(event.channel.id);
}
