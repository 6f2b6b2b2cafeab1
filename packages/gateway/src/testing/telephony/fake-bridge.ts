import {EventEmitter} from 'node:events';
import type {
  LegEndReason,
  LegMute,
  LegRequest,
  LegEvents,
  PhoneLeg,
  RoomBridge,
  SipCallStatus,
} from '@sidetone/bridge';

/** Rooms that are nowhere: what callers would have been brought into. */
export class FakeBridge implements RoomBridge {
  readonly legs = new Map<string, FakeLeg>();
  readonly joined: LegRequest[] = [];
  /** Joining fails as long as it is set. */
  broken = false;

  async join(request: LegRequest): Promise<PhoneLeg> {
    if (this.broken) throw new Error('The room cannot be reached.');
    const present = this.legs.get(request.id);
    if (present) return present;
    const leg = new FakeLeg(request, request.id, (id) => this.legs.delete(id));
    this.legs.set(request.id, leg);
    this.joined.push(request);
    return leg;
  }

  async close(): Promise<void> {
    for (const leg of this.legs.values()) await leg.leave();
  }
}

class FakeLeg extends EventEmitter<LegEvents> implements PhoneLeg {
  state: PhoneLeg['state'] = 'in-room';
  muted: LegMute;
  held: boolean;
  resting = false;
  status: SipCallStatus;

  constructor(
    {muted = 'none', held = false, callStatus = 'active'}: LegRequest,
    readonly id: string,
    private readonly gone: (id: string) => void,
  ) {
    super();
    this.muted = muted;
    this.held = held;
    this.status = callStatus;
  }

  async mute(what: LegMute): Promise<void> {
    this.muted = what;
  }
  async hold(on: boolean): Promise<void> {
    this.held = on;
  }
  async rest(on: boolean): Promise<void> {
    this.resting = on;
  }
  async show(status: SipCallStatus): Promise<void> {
    this.status = status;
  }
  async sendDigits(): Promise<void> {}
  async dial(): Promise<void> {}
  announce(): void {}

  leave(): Promise<void> {
    return this.end('left');
  }

  /** Ends it as a room or LiveKit does. */
  async end(reason: LegEndReason): Promise<void> {
    if (this.state === 'left') return;
    this.state = 'left';
    this.gone(this.id);
    this.emit('ended', {reason});
  }
}
