/** What can be dialled besides the users' names and numbers. Frequencies are in Hz. */
export const extensions = {
  /** Answers and sends back what it hears. */
  echo: '600',
  /** Answers and plays 1,000 Hz. */
  tone: '601',
  /** Early media: 440 Hz before the answer, for EARLY_MEDIA seconds ({@link timeouts}), then 660 Hz. */
  earlyMedia: '602',
  /** 486 Busy Here. */
  busy: '603',
  /** 603 Decline. */
  decline: '604',
  /** 180 Ringing for ever. */
  ringing: '605',
  /** 503 Service Unavailable; Asterisk cannot add a Retry-After to it. */
  congestion: '606',
  /** Asks for a ten-digit PIN, see {@link pinDialogue}. */
  pin: '607',
  /** Answers, is silent, and reports each digit by ARI (`ChannelDtmfReceived`). */
  digits: '608',
  /** Answers in the ARI application {@link ariApplication}: silent until a test drives it. */
  driven: '609',
  /** 302 Moved Temporarily to the echo. */
  moved: '302',
  /** 404, 480 and 488, like any other three digits from 400 to 599: the call is refused with that very code. */
  unknown: '404',
  unavailable: '480',
  notAcceptable: '488',
  /** An ordinary telephone number, written +41 44 668 18 00: answers as the echo. */
  telephone: '+41446681800',
} as const;

/** The PIN extension's side of the conversation: three attempts; tones in Hz tell what became of each. */
export const pinDialogue = {
  pin: '1234567890',
  attempts: 3,
  /** Played until hang-up when the PIN was right. */
  right: 700,
  /** Played for a second after a beep when it was wrong or incomplete. */
  wrong: 300,
  /** The ARI `ChannelUserevent` raised for each attempt: `{attempt, result: 'right' | 'wrong' | 'timeout', received}`. */
  event: 'PinAttempt',
} as const;

/** The ARI application that the stack's own client holds. */
export const ariApplication = 'sidetone-test';

/** What a call that is held hears, in Hz. */
export const holdTone = 350;

/** Seconds, as dialplan variables: a test may change one with `dialplan set global NAME VALUE`. */
export const timeouts = {
  /** A called user rings this long, then 480 with `Reason: Q.850;cause=19`. */
  RING_TIMEOUT: 30,
  /** The longest pause between two digits of the PIN. */
  PIN_TIMEOUT: 5,
  /** How long early media lasts; setting it to 0 ends it. */
  EARLY_MEDIA: 15,
} as const;
