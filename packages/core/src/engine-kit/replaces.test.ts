import {expect, it} from 'vitest';
import type {InviteOptions} from '../engine/engine.js';
import {inviteHeaders, replaces} from './replaces.js';

const dialog = {callId: 'a@b', localTag: 'ours', remoteTag: 'theirs'};
const options = (given: Partial<InviteOptions>) => given as InviteOptions;

it('names a dialog as its far side knows it', () => {
  expect(decodeURIComponent(replaces(dialog))).toBe('a@b;to-tag=theirs;from-tag=ours');
  expect(inviteHeaders(options({headers: [['X-Room', 'standup']], replaces: dialog}))).toEqual([
    'X-Room: standup',
    'Replaces: a@b;to-tag=theirs;from-tag=ours',
    'Require: replaces',
  ]);
  expect(inviteHeaders(options({}))).toEqual([]);
});

it('lets nothing out of its line: what was written down may have been tampered with', () => {
  const forged = {...dialog, remoteTag: 'x\r\nEvil: 1'};
  expect(() => inviteHeaders(options({replaces: forged}))).toThrow(TypeError);
});
