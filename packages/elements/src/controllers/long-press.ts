/** How long a press must last, in ms. */
export const longPressTime = 550;

export interface PressActions {
  press: () => void;
  longPress: () => void;
}

/**
 * A button with a second meaning when it is held, by pointer or by the space bar. Hand it every pointer, key
 * and click event of the button: a click that ends a long press does not count.
 */
export class LongPress implements EventListenerObject {
  readonly #actions: PressActions;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #held = false;

  constructor(actions: PressActions) {
    this.#actions = actions;
  }

  handleEvent(event: Event): void {
    switch (event.type) {
      case 'pointerdown':
        if ((event as PointerEvent).button === 0) this.#begin();
        break;
      case 'keydown':
        if (this.#isSpace(event) && !(event as KeyboardEvent).repeat) this.#begin();
        break;
      case 'click':
        this.#end();
        if (!this.#held) this.#actions.press();
        this.#held = false;
        break;
      case 'contextmenu':
        event.preventDefault(); // what a touch screen makes of a long press
        break;
      case 'keyup':
        if (this.#isSpace(event)) this.#end();
        break;
      default:
        this.#end();
    }
  }

  #begin(): void {
    this.#end();
    this.#held = false;
    this.#timer = setTimeout(() => {
      this.#held = true;
      this.#actions.longPress();
    }, longPressTime);
  }

  #end(): void {
    clearTimeout(this.#timer);
  }

  #isSpace(event: Event): boolean {
    return (event as KeyboardEvent).key === ' ';
  }
}

const events = [
  'pointerdown',
  'pointerup',
  'pointercancel',
  'pointerleave',
  'keydown',
  'keyup',
  'blur',
  'click',
  'contextmenu',
];

/** For `ref` in a template: listens to all that makes up a press. */
export function listenTo(press: LongPress): (button: Element | undefined) => void {
  let before: Element | undefined;
  return (button) => {
    for (const type of events) before?.removeEventListener(type, press);
    for (const type of events) button?.addEventListener(type, press);
    before = button;
  };
}
