import {extensions} from '../packages/stack/src/extensions.js';
import type {PageAddresses} from '../packages/stack/src/vite.js';
import '@sidetone/elements/define';
import {render} from 'lit';
import {callView, CallStory} from './call.js';
import {codeView} from './code.js';
import {dialList, dialView} from './dial.js';
import {dress, place, problem, readAddresses, showPages} from './page.js';
import {addressOf, readSettings, type Settings} from './settings.js';
import {settingsView} from './settings-view.js';
import {texts} from './texts.js';

const phone = document.createElement('sidetone-softphone');
const keypad = document.createElement('sidetone-dialpad');
const pinEntry = document.createElement('sidetone-pin-entry');
keypad.slot = 'keypad';
Object.assign(pinEntry, {slot: 'pin', length: 10});
phone.append(keypad, pinEntry);
phone.record = true;
phone.voicemail = true;

async function open(): Promise<void> {
  const addresses = await readAddresses();
  let settings = readSettings(Object.keys(addresses.users));
  const story = new CallStory(show);

  /** Another engine, another language: the address of the window says so too. */
  function change(changes: Partial<Settings>): void {
    settings = {...settings, ...changes};
    history.replaceState(null, '', addressOf(settings));
    show();
  }

  function fill(number: string): void {
    phone.section = 'keypad';
    keypad.value = number;
    keypad.focus();
  }

  function show(): void {
    const words = texts[settings.lang];
    const user = addresses.users[settings.as as keyof typeof addresses.users];
    dress(settings, user.displayName);
    if (addresses.gateway && addresses.livekit) showPages('phone', settings, words);
    phone.engine = settings.engine;
    phone.displayName = user.displayName;
    const list = dialList(addresses, user);
    place('code').hidden = !addresses.asterisk;
    render(settingsView(settings, addresses.users, words, change), place('settings'));
    render(dialView(list, settings, words, fill), place('dial'));
    render(callView(story, words), place('call'));
    if (addresses.asterisk) render(codeView(user, addresses.asterisk.ws, words), place('code'));
  }

  phone.addEventListener('sidetone-call-change', ({call}) => {
    phone.pin = new RegExp(`^sip:${extensions.pin}@`).test(call.remote.uri);
    story.tell(call);
  });
  show();
  const {aor, authUser, password} = addresses.users[settings.as as keyof typeof addresses.users];
  Object.assign(phone, {...(await farEnd(addresses)), aor, authUser, password, register: true});
  place('phone').append(phone);
}

/** The stack's Asterisk; where there is none, one that is played in the page. */
async function farEnd({asterisk, users, extensions}: PageAddresses) {
  if (asterisk) return {server: asterisk.ws};
  const {virtualPbx} = await import('./virtual.js');
  const pbx = virtualPbx(users, extensions);
  return {server: `wss://${pbx.domain}/ws`, openSocket: pbx.openSocket};
}

open().catch((error: unknown) => {
  place('phone').replaceChildren(problem(texts.en.noStack));
  throw error;
});
