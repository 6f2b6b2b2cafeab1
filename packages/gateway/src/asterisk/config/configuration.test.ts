import {expect, test} from 'vitest';
import {asteriskConfiguration, type AsteriskConfigOptions} from './configuration.js';
import {callIdKey, writings} from './dialplan.js';

const options: AsteriskConfigOptions = {
  id: 'one',
  ari: {user: 'sidetone', password: 'semicolon; here'},
  gateway: 'https://gateway.example.org/sidetone',
  realtimeSecret: "a:b@c/d, (e)'",
  numbers: ['+41 44 668 18 00'],
  country: 'CH',
  credentialLife: 3_600_000,
  prompts: 'sidetone',
  language: 'en',
  ignoreContact: false,
  trace: false,
  bind: {udp: '0.0.0.0:5060'},
};

test('the gateway is asked with a secret that is behind the address, and breaks no expression', () => {
  const line = asteriskConfiguration(options).files['extconfig.conf']?.split('\n')[1];
  expect(line).toBe(
    'ps_endpoints => curl,"https://gateway.example.org/sidetone/realtime/ps_endpoints,asterisk=one&secret=a%3Ab%40c%2Fd%2C%20%28e%29%27&ask="',
  );
});

test('a comment sign in a password is escaped', () => {
  expect(asteriskConfiguration(options).files['ari.conf']).toContain('password=semicolon\\; here');
});

test('nothing is remembered for longer than a password may be missing', () => {
  const cached = (credentialLife: number) =>
    /object_lifetime_maximum=(\d+)/.exec(
      asteriskConfiguration({...options, credentialLife}).files['sorcery.conf'] ?? '',
    )?.[1];
  expect(cached(3_600_000)).toBe('60');
  expect(cached(60_000)).toBe('15');
});

test('tracing, and routing by To, are there when they are asked for', () => {
  expect(asteriskConfiguration(options).files['cli.conf']).toBeUndefined();
  expect(asteriskConfiguration({...options, trace: true}).files['cli.conf']).toContain(
    'pjsip set logger on=yes',
  );
  expect(asteriskConfiguration(options).files['extensions.conf']).not.toContain('read,To');
  expect(asteriskConfiguration({...options, ignoreContact: true}).files['extensions.conf']).toContain(
    'read,To',
  );
});

test('providers are reached by TLS with the authorities of the system, or others', () => {
  const pjsip = (more: Partial<AsteriskConfigOptions>) =>
    asteriskConfiguration({...options, bind: {tls: '0.0.0.0:5061'}, ...more}).files['pjsip.conf'];
  expect(pjsip({})).toContain('verify_server=yes\nca_list_path=/etc/ssl/certs\n');
  expect(pjsip({tlsAuthorities: '/etc/ca.pem'})).toContain('verify_server=yes\nca_list_file=/etc/ca.pem\n');
});

test('SIP is reported with a password that says who reports, and tells nothing of the secret', () => {
  expect(asteriskConfiguration(options).files['hep.conf']).toBeUndefined();
  const {files, modules} = asteriskConfiguration({...options, hep: '127.0.0.1:9060'});
  expect(files['hep.conf']).toMatch(/capture_address=127\.0\.0\.1:9060\ncapture_password=[\w-]{43}\n/);
  expect(files['hep.conf']).not.toContain(options.realtimeSecret);
  expect(modules).toContain('res_hep_pjsip');
});

test('livekit-sip has an account, in a context where it can call nothing but legs', () => {
  const without = asteriskConfiguration(options).files;
  expect(without['extensions.conf']).not.toContain('sidetone-legs');
  const {files} = asteriskConfiguration({...options, livekitSip: {user: 'bridge', password: 'a;b'}});
  expect(files['pjsip.conf']).toContain(
    '[bridge]\ntype=auth\nauth_type=userpass\nusername=bridge\npassword=a\\;b\n',
  );
  expect(files['pjsip.conf']).toContain('[bridge]\ntype=endpoint\nauth=bridge\ncontext=sidetone-legs\n');
  expect(files['extensions.conf']).toMatch(
    /\[sidetone-legs\]\nexten => h,1,NoOp\(\)\nexten => _sideto\[n\]eleg\.,1,Stasis\(sidetone\)\n same => n,Hangup\(\)\n$/,
  );
});

test('a Call-ID keeps only what is no punctuation of the dialplan', () => {
  expect(callIdKey('4f-a_1.b@10.0.0.1')).toBe('4f-a_1.b@10.0.0.1');
  expect(callIdKey('a(b,c)"d\\e{f}g')).toBe('abcdefg');
});

test('a number is found however a trunk writes it', () => {
  expect(new Set(writings('+41 44 668 18 00', 'CH'))).toEqual(
    new Set(['+41446681800', '41446681800', '0041446681800', '0446681800', '446681800']),
  );
  expect(writings('044 668 18 00', 'CH')).toContain('+41446681800');
  expect(writings('8000', 'CH')).toEqual(['8000']);
});

test('the HTTP server is left alone, or written with what browsers connect to', () => {
  expect(asteriskConfiguration(options).files['http.conf']).toBeUndefined();
  const tls = {bind: '0.0.0.0:8089', certificate: '/etc/pbx.pem', key: '/etc/pbx.key'};
  const {files} = asteriskConfiguration({...options, http: {bind: '127.0.0.1', port: 8088, tls}});
  expect(files['http.conf']).toContain('tlsbindaddr=0.0.0.0:8089');
  expect(files['pjsip.conf']).toContain('protocol=wss');
});
