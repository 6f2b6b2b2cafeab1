import type {SipLink} from '@sidetone/core';
import {expect, it} from 'vitest';
import {LinkSocket, realStatus} from './link-socket.js';

function make(url: string) {
  const sent: string[] = [];
  const link: SipLink = {url, send: (message) => sent.push(message), receive: undefined};
  const socket = new LinkSocket(link);
  const received: string[] = [];
  socket.ondata = (message) => received.push(message);
  socket.connect();
  return {link, socket, sent, received};
}

it('tells the transport of the Via by the URL in use', () => {
  expect(make('wss://pbx.example/ws').socket.via_transport).toBe('WSS');
  expect(make('ws://pbx.example/ws').socket.via_transport).toBe('WS');
});

it('hides a 491, which JsSIP would answer wrongly, and nothing else', () => {
  const {link, received} = make('wss://pbx.example');
  link.receive?.('SIP/2.0 491 Request Pending\r\nX: SIP/2.0 491 \r\n');
  link.receive?.('SIP/2.0 200 OK\r\n');
  expect(received).toEqual(['SIP/2.0 490 Request Pending\r\nX: SIP/2.0 491 \r\n', 'SIP/2.0 200 OK\r\n']);
  expect([realStatus(490), realStatus(486)]).toEqual([491, 486]);
});

it('says and hears nothing once disconnected', () => {
  const {link, socket, sent} = make('wss://pbx.example');
  socket.send('a');
  socket.disconnect();
  expect(socket.send('b')).toBe(true);
  expect(sent).toEqual(['a']);
  expect(link.receive).toBeUndefined();
});
