/** What extensions of lanes begin with (see calls/lanes.ts); hex digits follow, fewer in all than Asterisk's 79. */
export const lanePrefix = 'sidetonelane';
/** First argument of a call that was transferred into a lane: `Stasis(sidetone,lane,<extension>,<endpoint that sent it>)`. */
export const laneArgument = 'lane';
