/** For journeys that need the machine to themselves: `npm test` runs them one by one, after all others. */
export const alone = {tag: '@alone'};
