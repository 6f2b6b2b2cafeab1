import {expect, test} from 'vitest';
import {mirrorFrom, osRelease} from './debian.js';

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
