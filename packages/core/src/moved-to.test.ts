import {expect, it} from 'vitest';
import {movedTo} from './moved-to.js';

it.each([
  ['sip:+41446681800@pbx.example;user=phone', '+41 44 668 18 00'],
  ['sip:+41446681800@elsewhere.example', '+41 44 668 18 00'],
  ['tel:+41446681800', '+41 44 668 18 00'],
  ['sip:600@pbx.example', '600'],
  ['sips:dora@PBX.example;transport=ws', 'dora'],
  ['sip:dora@elsewhere.example:5061;transport=tls', 'dora@elsewhere.example:5061'],
])('people are told of %s as %s', (contact, told) => {
  expect(movedTo([contact], 'pbx.example', 'CH')).toMatchObject([{uri: contact, displayName: told}]);
});
