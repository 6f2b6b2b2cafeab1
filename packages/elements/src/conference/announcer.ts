import type {Conference, ConferenceState} from '@sidetone/core';
import {announce} from '../a11y/announce.js';
import type {LocalizeController} from '../localize/localize-controller.js';

/** Says what happens in the room to those who do not see it: who comes and goes, and how this page's own stay goes. */
export class Announcer {
  readonly #local: LocalizeController;

  constructor(local: LocalizeController) {
    this.#local = local;
  }

  follow(conference: Conference, signal: AbortSignal): void {
    let {state} = conference;
    conference.addEventListener(
      'change',
      () => {
        if (conference.state !== state) this.#say(this.#stateWords(conference, state));
        ({state} = conference);
      },
      {signal},
    );
    conference.addEventListener(
      'participants',
      ({participant: {name, leg, local}, what}) => {
        // A phone with a call is told by its badge; who was there before has not come.
        if (what === 'changed' || leg || local || conference.state !== 'joined') return;
        const {hasJoined, hasLeft} = this.#local.texts.conference;
        this.#say(what === 'joined' ? hasJoined(name) : hasLeft(name));
      },
      {signal},
    );
  }

  #stateWords({state, error}: Conference, before: ConferenceState): string {
    const texts = this.#local.texts.conference;
    switch (state) {
      case 'joined':
        return before === 'reconnecting' ? texts.isBack : texts.isIn;
      case 'reconnecting':
        return texts.reconnecting;
      case 'left':
        return texts.isOut;
      case 'failed':
        return error ? this.#local.error(error) : '';
      default:
        return '';
    }
  }

  #say(words: string): void {
    announce(words, {lang: this.#local.locale});
  }
}
