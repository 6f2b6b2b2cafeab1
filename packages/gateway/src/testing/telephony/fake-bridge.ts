import {EventEmitter} from 'node:events';
import type {LegEndReason, LegRequest, LegEvents, PhoneLeg, RoomBridge} from '@sidetone/bridge';

/** Rooms that are nowhere: what callers would have been brought into. */
export class FakeBridge implements RoomBridge {
  readonly legs = new Map<string, FakeLeg>();
  readonly joined: LegRequest[] = [];
  /** Joining fails as long as it is set. */
  broken = false;

  async join(request: LegRequest): Promise<PhoneLeg> {
    if (this.broken) throw new Error('The room cannot be reached.');
    const leg = new FakeLeg(request.id, (id) => this.legs.delete(id));
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
  readonly muted = 'none';
  readonly held = false;

  constructor(
    readonly id: string,
    private readonly gone: (id: string) => void,
  ) {
    super();
  }

  async mute(): Promise<void> {}
  async hold(): Promise<void> {}
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
