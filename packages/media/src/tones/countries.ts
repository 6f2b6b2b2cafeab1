import type {ProgressTone} from '@sidetone/core';

type CountryTone = Exclude<ProgressTone, 'ringing'>;
type CountryTones = Readonly<Record<CountryTone, string>>;

function tones(ringback: string, busy: string, congestion: string, callWaiting: string): CountryTones {
  return {ringback, busy, congestion, 'call-waiting': callWaiting};
}

const northAmerica = tones('440+480 2 4', '480+620 .5 .5', '480+620 .25 .25', '440 .3 9.7');
const britain = tones('400+450 .4 .2 .4 2', '400 .375 .375', '400 .4 .35 .225 .525', '400 .1 4');

/**
 * What telephones sound like, by ISO 3166 country (ITU-T E.180 and its list of national tones):
 * ringback, busy, congestion and call waiting in the notation of `parseTone`.
 */
const table: Readonly<Record<string, CountryTones>> = {
  AE: britain,
  AT: tones('420 1 5', '420 .4 .4', '420 .2 .2', '420 .04 1.95'),
  AU: tones('413+438 .4 .2 .4 2', '425 .375 .375', '425 .375 .375', '425 .2 .2 .2 4.4'),
  BE: tones('425 1 3', '425 .5 .5', '425 .167 .167', '1400 .175 .175 .175 3.5'),
  BR: tones('425 1 4', '425 .25 .25', '425 .25 .25 .75 .25', '425 .05 1'),
  CA: northAmerica,
  CH: tones('425 1 4', '425 .5 .5', '425 .2 .2', '425 .2 .2 .2 4'),
  CN: tones('450 1 4', '450 .35 .35', '450 .7 .7', '450 .4 4'),
  DE: tones('425 1 4', '425 .48 .48', '425 .24 .24', '425 .2 .2 .2 5'),
  DK: tones('425 1 4', '425 .5 .5', '425 .2 .2', '425 .2 .6 .2 3'),
  ES: tones('425 1.5 3', '425 .2 .2', '425 .2 .2 .2 .2 .2 .6', '425 .175 .175 .175 3.5'),
  FI: tones('425 1 4', '425 .3 .3', '425 .2 .2', '425 .15 .15 .15 8'),
  FR: tones('440 1.5 3.5', '440 .5 .5', '440 .25 .25', '440 .3 10'),
  GB: britain,
  IE: britain,
  IN: tones('400*25 .4 .2 .4 2', '400 .75 .75', '400 .25 .25', '400 .2 .1 .2 7.5'),
  IT: tones('425 1 4', '425 .5 .5', '425 .2 .2', '425 .4 .1 .25 .1 .15 14'),
  JP: tones('400*16 1 2', '400 .5 .5', '400 .5 .5', '400*16 .5 4 .05 .45 .05 3.45'),
  NL: tones('425 1 4', '425 .5 .5', '425 .25 .25', '425 .5 9.5'),
  NO: tones('425 1 4', '425 .5 .5', '425 .2 .2', '425 .2 .6 .2 10'),
  PL: tones('425 1 4', '425 .5 .5', '425 .5 .5', '425 .15 .15 .15 4'),
  PT: tones('425 1 5', '425 .5 .5', '425 .2 .2', '425 .2 .2 .2 5'),
  SA: tones('425 1.2 4.6', '425 .5 .5', '425 .25 .25', '425 .15 .2 .15 10'),
  SE: tones('425 1 5', '425 .25 .25', '425 .25 .75', '425 .2 .5 .2 9.1'),
  US: northAmerica,
};

/** The countries whose own tones are known. */
export const toneCountries: readonly string[] = Object.keys(table);

/** The notation of a country's tone; countries that are not known sound like the United States. */
export function countryTone(tone: CountryTone, country: string): string {
  return (table[country.toUpperCase()] ?? northAmerica)[tone];
}
