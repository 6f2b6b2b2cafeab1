/** For journeys with a gateway that run with SIP.js too: where the engine has a part in what can go wrong. */
export const bothEngines = '@both-engines';
