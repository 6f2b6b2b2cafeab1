import {expect, test} from 'vitest';
import {mirrorFrom, osRelease} from './debian.js';
import {isRecent} from '../asterisk/program.js';

test('the mirror is the one whose origin is the distribution', () => {
  const targets = [
    'http://packages.example/debian|bookworm|Example|main',
    'http://security.example/debian-security|bookworm-security|Debian|main',
    'http://mirror.example/pub|bookworm|Debian|main',
  ];
  expect(mirrorFrom(targets.join('\n'), 'debian', 'bookworm')).toBe('http://mirror.example/pub');
});

test('before the first update, when no origin is known, its address tells', () => {
  const targets = ['http://third.example/apt|noble||main', 'http://mirror.example/ubuntu/|noble||main'];
  expect(mirrorFrom(targets.join('\n'), 'ubuntu', 'noble')).toBe('http://mirror.example/ubuntu/');
  expect(mirrorFrom('', 'debian', 'bookworm')).toBeUndefined();
});

test('os-release is read with and without quotes', () => {
  expect(osRelease('ID=debian\nVERSION_CODENAME="bookworm"\n')).toEqual({
    ID: 'debian',
    VERSION_CODENAME: 'bookworm',
  });
});

test.each([
  ['18.26.4', false],
  ['20.5.2', false],
  ['20.6.0', true],
  ['22.10.1', true],
])('Asterisk %s is recent: %s', (version, recent) => {
  expect(isRecent(version)).toBe(recent);
});
