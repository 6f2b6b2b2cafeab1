import {DialOutRequestEvent} from '@sidetone/elements';
import '@sidetone/elements/define';
import {render} from 'lit';
import {dress, place, problem, readAddresses, showPages} from './page.js';
import {numbersView, peopleOf} from './room-numbers.js';
import {addressOf, readSettings, type Settings} from './settings.js';
import {settingsView} from './settings-view.js';
import {texts} from './texts.js';

const room = 'demo';

/** One page, one microphone: a conference and, for those who have an account, a phone. */
const provider = document.createElement('sidetone-provider');
const conference = document.createElement('sidetone-conference');
const phone = document.createElement('sidetone-softphone');
const numbers = document.createElement('section');
numbers.className = 'card dial';
numbers.setAttribute('aria-labelledby', 'numbers-title');

async function open(): Promise<void> {
  const addresses = await readAddresses();
  const {gateway} = addresses;
  if (!gateway || !addresses.livekit) throw new Error('This stack has no rooms.');
  const people = peopleOf(addresses);
  let settings = readSettings(Object.keys(people));
  const {displayName, account} = people[settings.as]!;
  let refusal = '';

  function change(changes: Partial<Settings>): void {
    settings = {...settings, ...changes};
    history.replaceState(null, '', addressOf(settings, './room.html'));
    show();
  }

  function show(): void {
    const words = texts[settings.lang];
    dress(settings, displayName);
    showPages('room', settings, words);
    provider.engine = settings.engine;
    render(settingsView(settings, people, words, change, './room.html'), place('settings'));
    const state = {
      conference: provider.conference,
      account,
      refusal,
      callIn: (to: string) => void callIn(to),
    };
    render(numbersView(addresses, settings, words, state), numbers);
  }

  async function callIn(number: string): Promise<void> {
    const request = new DialOutRequestEvent(number);
    numbers.dispatchEvent(request);
    refusal = '';
    await request.outcome?.catch((error: Error) => (refusal = error.message));
    show();
  }

  provider.addEventListener('sidetone-conference-change', show);
  show();
  Object.assign(provider, {gateway: gateway.url, room, displayName, register: account, noPhone: !account});
  // The phone beside it shows them.
  conference.hideIncoming = account;
  provider.session = () => sessionOf(settings.as);
  provider.append(conference, ...(account ? [phone] : []), numbers);
  place('room').append(provider);
}

/** What the application's server would hand out to whoever is signed in. */
async function sessionOf(name: string): Promise<string> {
  const response = await fetch(`/session?${new URLSearchParams({as: name})}`, {method: 'POST'});
  if (!response.ok) throw new Error(`No session: ${response.status}.`);
  return response.text();
}

open().catch((error: unknown) => {
  place('room').replaceChildren(problem(texts.en.noStack));
  throw error;
});
