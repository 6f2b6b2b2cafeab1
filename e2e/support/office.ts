import {expect, openAttendee, test as base, type Attendee} from './attendee.js';

/** A step of a phone's call, as a room is shown it. */
export interface LegStep {
  status: string;
  cause?: string;
  code?: number;
}

/** How long at least a call that is over stays to be read, ms. It is shown for 5 s, of which a busy page may sleep through some. */
const readable = 1000;

/** A room with people in it, and somebody at a softphone: opened once for all tests of a file. */
class Office {
  constructor(
    /** In the room; may call phones into it. */
    readonly alice: Attendee,
    /** In the room. */
    readonly bob: Attendee,
    /** At a softphone. */
    readonly dave: Attendee,
    /** Outside the room, until they join. */
    readonly erin: Attendee,
  ) {}

  get all(): Attendee[] {
    return [this.alice, this.bob, this.dave, this.erin];
  }

  /** Alice calls somebody into the room, and it is under way. Returns the leg's id. */
  async calls(target: string): Promise<string> {
    const {code, id} = await this.alice.dialOut(target);
    expect(code, `calling ${target}`).toBe('ok');
    return id;
  }

  /** Nobody was shown anything yet. */
  async forget(): Promise<void> {
    for (const {page} of this.all) await page.evaluate(() => void (attendee.legs = {}));
  }
}

/**
 * Waits until these were shown exactly these steps of a phone, in order. Only `accepted` may be missing: what is next may come before
 * the room was told of it.
 */
export async function wereShown(
  all: readonly Attendee[],
  id: string,
  steps: readonly LegStep[],
): Promise<void> {
  for (const {page, name} of all) {
    const seen = async () => {
      const shown = await page.evaluate((leg) => attendee.legs[leg] ?? [], id);
      const list = shown.map(({at: _, ...step}) => step);
      return list[0]?.status === 'accepted' || steps[0]?.status !== 'accepted' ? list : [steps[0], ...list];
    };
    await expect.poll(seen, {message: `what ${name} was shown`}).toEqual(steps);
  }
}

/** These could read how a phone's call ended, before it was shown no longer. */
export async function couldRead(all: readonly Attendee[], id: string): Promise<void> {
  for (const {page, name} of all) {
    const shown = await page.evaluate((leg) => attendee.legs[leg] ?? [], id);
    const [over = 0, gone = 0] = shown.slice(-2).map(({at}) => at);
    expect(gone - over, `how long ${name} could read how it ended`).toBeGreaterThan(readable);
  }
}

export const test = base.extend<object, {office: {open(): Promise<Office>; close(): Promise<void>}}>({
  office: [
    async ({browser, site: {url}, stack}, use) => {
      const application = stack.gateway!;
      const room = 'office';
      let opened: Office | undefined;
      const enter = (name: Attendee['name'], setup: object) =>
        openAttendee({browser, url, application}, {name, userId: `${name}office`, ...setup});
      await use({
        open: async () => {
          if (opened) return opened;
          await application.room(room);
          const [alice, bob, dave, erin] = await Promise.all([
            enter('alice', {room, phoneless: true, rights: {canDialOut: true}}),
            enter('bob', {room, phoneless: true}),
            enter('dave', {}),
            enter('erin', {room, phoneless: true}),
          ]);
          await Promise.all([alice.join(), bob.join(), dave.register()]);
          return (opened = new Office(alice, bob, dave, erin));
        },
        close: async () => {
          for (const {page} of opened?.all ?? []) await page.context().close();
          opened = undefined;
        },
      });
    },
    {scope: 'worker'},
  ],
});

export {expect, expectHearing} from './attendee.js';
