/** Numbers at the provider, for those who try things out: E.164. */
export const providerNumbers = {
  /** Answers, and speaks. */
  speaks: '+41446681810',
  /** Answers, and sends back what it hears. */
  echo: '+41446681811',
  /** 486 Busy Here. */
  busy: '+41446681812',
  /** 603 Decline. */
  declines: '+41446681813',
  /** 180 Ringing for ever. */
  ringing: '+41446681814',
} as const;

/** What each of them does. */
export const numbersDialplan = `exten => ${providerNumbers.speaks},1,Answer()
 same => n(speak),Playback(demo-congrats)
 same => n,Wait(1)
 same => n,Goto(speak)
exten => ${providerNumbers.echo},1,Answer()
 same => n,Echo()
exten => ${providerNumbers.busy},1,PJSIPHangup(486)
exten => ${providerNumbers.declines},1,PJSIPHangup(603)
exten => ${providerNumbers.ringing},1,Ringing()
 same => n,Wait(3600)
`;
