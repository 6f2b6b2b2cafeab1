import {expect, test} from 'vitest';
import {readMappingsCsv} from './csv.js';

test('lines become mappings, empty fields the defaults of the table', () => {
  const text = `\ufeffsip_user,sip_password,sip_host,sip_port,sip_parameters,sip_headers,peer_id,peer_str_id,register,can_call
alice,"wonder,land",example.com,443,"{""transport"": ""wss""}","{""location"": ""/index""}",434,,true,f

bob,builder,example.com,,,,,bob@example.com,,
`;
  expect(readMappingsCsv(text)).toEqual([
    {
      sipUser: 'alice',
      sipPassword: 'wonder,land',
      sipHost: 'example.com',
      sipPort: 443,
      sipParameters: {transport: 'wss'},
      sipHeaders: {location: '/index'},
      userId: '434',
      register: true,
      canCall: false,
    },
    {sipUser: 'bob', sipPassword: 'builder', sipHost: 'example.com', userId: 'bob@example.com'},
  ]);
});

const header = 'sip_user,sip_password,sip_host,peer_id,sip_port,sip_parameters,register,peer_type';
test.each([
  ['sip_user,password', 'no column is named "password"'],
  ['sip_user,sip_host', 'the column sip_password is missing'],
  [`${header}\nalice,secret,,434,,,,`, 'line 2, sip_host: must be given'],
  [`${header}\nalice,secret,h,,,,,`, 'line 2, peer_str_id: must be given'],
  [`${header}\nalice,secret,h,1,,,,\nbob,secret,h,2,70000,,,`, 'line 3, sip_port: must be a port'],
  [`${header}\nalice,secret,h,1,,udp,,`, 'line 2, sip_parameters: must be a JSON object'],
  [`${header}\nalice,secret,h,1,,,maybe,`, 'line 2, register: must be true or false'],
  [`${header}\nalice,secret,h,1,,,,2`, 'line 2, peer_type: must be 1'],
  [`${header}\nalice,secret`, 'not readable as CSV'],
])('mistakes are named without the password: %j', (text, message) => {
  const read = () => readMappingsCsv(text);
  expect(read).toThrow(message);
  expect(read).not.toThrow(/secret/);
});
