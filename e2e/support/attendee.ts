import type {Browser, BrowserContext, Page} from '@playwright/test';
import type {ConferenceOptions} from '@sidetone/conference';
import type {DialOutOptions, LegMute, PhoneLeg} from '@sidetone/core';
import type {GatewayClient} from '../../packages/stack/src/index.js';
import type {AttendeePage, AttendeeSetup} from '../pages/conference.js';
import {expect, test as base} from './carrier.js';

declare global {
  var attendee: AttendeePage;
}

/** What each person says, in Hz: far apart, and no mixture of two others. */
export const tones = {alice: 440, bob: 1010, carol: 1630, dave: 2290, erin: 2870} as const;
export type Name = keyof typeof tones;
const names = Object.keys(tones) as Name[];

/** Louder than any crosstalk or codec noise, and what is not heard at all, dBFS. The tones are at -20. */
const [audible, inaudible] = [-45, -60];

type LegRequest = 'hangup' | 'hold' | 'resume' | 'mute' | 'sendDtmf';

/** Who hears whom. A name twice in a row would be heard twice. */
export type Hearing = Partial<Record<Name, readonly Name[]>>;

/** Somebody with a browser: a person in the room, on the phone, or both. */
export class Attendee {
  constructor(
    readonly page: Page,
    readonly name: Name,
    /** The conference user, and with autocreate the SIP user too. */
    readonly userId: string,
  ) {}

  register(): Promise<void> {
    return this.page.evaluate(() => attendee.phone.register());
  }

  /** Has another conference than before, and tries to join it: `'ok'`, or the code of what was wrong. */
  async tries(
    options: Pick<ConferenceOptions, 'url' | 'gateway' | 'room'> & {token: string},
  ): Promise<string> {
    const {code} = await this.page.evaluate((given) => {
      attendee.confer(given);
      return attendee.outcome(() => attendee.conference.join());
    }, options);
    return code;
  }

  /** Waits until the conference shows this state. */
  async conferenceIs(state: string): Promise<void> {
    await this.page.waitForFunction((wanted) => attendee.conference.state === wanted, state);
  }

  join(): Promise<void> {
    return this.page.evaluate(() => attendee.conference.join());
  }

  leave(): Promise<void> {
    return this.page.evaluate(() => attendee.conference.leave());
  }

  dial(target: string): Promise<void> {
    return this.page.evaluate((to) => void attendee.phone.dial(to), target);
  }

  /** Waits until the newest call has this status. */
  async callIs(status: string, index = -1): Promise<void> {
    await this.page.waitForFunction(([wanted, at]) => attendee.calls.at(at)?.status === wanted, [
      status,
      index,
    ] as const);
  }

  /** Calls somebody, who answers. */
  async reaches(other: Attendee): Promise<void> {
    await this.dial(other.userId);
    await other.callIs('ringing');
    await other.answer();
    await other.callIs('connected');
  }

  answer(index = -1): Promise<void> {
    return this.page.evaluate((at) => attendee.call(at).answer(), index);
  }

  hangup(index = -1): Promise<void> {
    return this.page.evaluate((at) => attendee.call(at).hangup(), index);
  }

  /** From the call to the room, or from the room to the call. */
  swap(index = -1): Promise<void> {
    return this.page.evaluate((at) => attendee.conference.swap(attendee.call(at)), index);
  }

  async bringIn(via: 'page' | 'server', index = -1): Promise<void> {
    await this.page.evaluate(
      async ([how, at]) => void (await attendee.conference.bringIn(attendee.call(at), {via: how})),
      [via, index] as const,
    );
  }

  /** Calls somebody into the room: the leg's id, or the code of the refusal. */
  async dialOut(
    target: string,
    options: Pick<DialOutOptions, 'endsWithMe'> = {},
  ): Promise<{code: string; id: string}> {
    return this.page.evaluate(
      async ([to, how]) => {
        let leg: PhoneLeg | undefined;
        const dial = async () => void (leg = await attendee.conference.dialOut(to, how));
        const {code} = await attendee.outcome(dial);
        return {code, id: leg?.id ?? ''};
      },
      [target, options] as const,
    );
  }

  /** Asks something of one phone in the room: `'ok'`, or the code of the refusal. */
  async asks(id: string, request: LegRequest, argument = ''): Promise<string> {
    const {code} = await this.page.evaluate(
      ([of, what, how]) =>
        attendee.outcome(() => {
          const leg = attendee.leg(of);
          if (what === 'mute') return leg.mute(how as LegMute);
          return what === 'sendDtmf' ? leg.sendDtmf(how) : leg[what]();
        }),
      [id, request, argument] as const,
    );
    return code;
  }

  people() {
    return this.page.evaluate(() => attendee.people());
  }

  /** Waits until the others in the room are these: people by their names, then phones. */
  async sees(others: readonly Record<string, unknown>[], patience: {timeout?: number} = {}): Promise<void> {
    const rank = ({kind, name}: {kind: string; name: string}) => `${kind} ${name}`;
    const people = async () =>
      (await this.people()).slice(1).sort((one, other) => rank(one).localeCompare(rank(other)));
    await expect
      .poll(people, {message: `who ${this.name} sees`, ...patience})
      .toEqual(others.map((one) => expect.objectContaining(one)));
  }

  /** Levels of everybody's tone at this person's loudspeaker, dBFS. */
  async levels(): Promise<Record<Name, number>> {
    const levels = await this.page.evaluate((all) => attendee.hears(all), Object.values(tones));
    return Object.fromEntries(names.map((name, index) => [name, levels[index]!])) as Record<Name, number>;
  }

  /** The longest silence since `attendee.watch()`, ms; NaN while nothing was heard. */
  longestGap(): Promise<number> {
    return this.page.evaluate(() => attendee.gaps.longest);
  }

  /** Whom this person hears; `?` marks a level between heard and not heard. */
  async heard(): Promise<string[]> {
    const levels = await this.levels();
    return names.flatMap((name) =>
      levels[name] > audible ? [name] : levels[name] > inaudible ? [`${name}?`] : [],
    );
  }
}

/** Waits until each hears exactly those. */
export async function expectHearing(all: readonly Attendee[], hearing: Hearing): Promise<void> {
  const listeners = all.filter(({name}) => hearing[name]);
  await expect
    .poll(
      async () =>
        Object.fromEntries(await Promise.all(listeners.map(async (one) => [one.name, await one.heard()]))),
      {message: 'who hears whom'},
    )
    .toEqual(hearing);
}

/** How loud everybody speaks, dBFS. */
const said = -20;
/** How far below the others one's own voice has to be, dB. */
const leak = 60;

/** A tone that is heard once is as loud as it was said; twice, it would be 6 dB louder. */
const [quietest, loudest] = [-24, -16.5];

/** Waits until these are heard once each by this person, and nothing of their own. */
export async function expectOnce(listener: Attendee, others: readonly Name[]): Promise<void> {
  const verdict = async () => {
    const levels = await listener.levels();
    const once = others.filter((name) => levels[name] > quietest && levels[name] < loudest);
    return {once, own: levels[listener.name] < said - leak ? 'not heard' : levels[listener.name]};
  };
  await expect
    .poll(verdict, {message: `${listener.name} hears the others once, and not themself`})
    .toEqual({once: others, own: 'not heard'});
}

/** Who somebody is, and what they have. */
type Person = Partial<AttendeeSetup> & {rights?: object};

/** Alice and Bob are in a room, and Carol has a telephone; she and Alice are registered. */
export async function meet(
  {application, attend}: {application: GatewayClient} & AttendeeFixtures,
  room: string,
) {
  const {pin} = await application.room(room);
  const alice = await attend('alice', {room});
  const bob = await attend('bob', {room, phoneless: true});
  const carol = await attend('carol');
  await Promise.all([alice.register(), carol.register(), alice.join(), bob.join()]);
  return {pin, alice, bob, carol, all: [alice, bob, carol]};
}

/** Opens a browser for somebody, at the site of this worker. */
export async function openAttendee(
  {browser, url, application}: {browser: Browser; url: string; application: GatewayClient},
  {name, userId, rights, ...setup}: Person & {name: Name; userId: string},
): Promise<Attendee> {
  const page = await (await browser.newContext({baseURL: url})).newPage();
  const rooms = setup.room ? [setup.room] : [];
  const token = await application.session(userId, {name: capital(name), rooms, ...rights});
  await page.goto('/e2e/pages/conference.html');
  await page.waitForFunction(() => 'attendee' in globalThis);
  await page.evaluate((options) => attendee.open(options), {
    gateway: application.url,
    token,
    voice: tones[name],
    engine: 'jssip' as const,
    ...setup,
  });
  return new Attendee(page, name, userId);
}

interface AttendeeFixtures {
  /** Opens a browser for somebody. Their user id is their name and this test's own. */
  attend: (name: Name, setup?: Person & {alias?: string}) => Promise<Attendee>;
}

export const test = base.extend<AttendeeFixtures>({
  attend: async ({browser, site: {url}, application, engine}, use, {testId}) => {
    const contexts: BrowserContext[] = [];
    await use(async (name, {alias = name, ...setup} = {}) => {
      const userId = `${alias}${testId.slice(-6)}`;
      const one = await openAttendee({browser, url, application}, {name, userId, engine, ...setup});
      contexts.push(one.page.context());
      return one;
    });
    for (const context of contexts) await context.close();
  },
});

const capital = (name: string): string => name[0]!.toUpperCase() + name.slice(1);

export {expect} from '@playwright/test';
