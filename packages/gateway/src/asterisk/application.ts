/** The Stasis application that callers enter: `Stasis(sidetone,ivr,<number called>,<trunk>)`. */
export const application = 'sidetone';
/** First argument of a call for the IVR. */
export const ivrArgument = 'ivr';
/** First argument of a call that a trunk has brought, not answered: `Stasis(sidetone,route,<number called>,<trunk>,<SIP Call-ID>)`. */
export const routeArgument = 'route';
/** First argument of a channel that the gateway has made to call a phone. */
export const outArgument = 'out';
/** Another application for each gateway, through which it hears what happens while another one holds the Asterisk. */
export const watchApplication = (holder: string) => `${application}-watch-${holder}`;
/** ARI's user event that tells whoever holds the Asterisk to look what waits for a call: its variable `call`. */
export const nudge = 'sidetone.call';
/** ARI's user event by which whoever holds the Asterisk asks whether the application is still told of anything. */
export const beat = 'sidetone.beat';
/** Where in the dialplan a caller goes on who has entered the application and is not taken on: waits, enters again, and is told after some seconds. */
export const waitAgain = {context: 'sidetone-enter', extension: 's', label: 'again'} as const;
