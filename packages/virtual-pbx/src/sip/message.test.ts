import {describe, expect, it} from 'vitest';
import {formatMessage, parseMessage, SipSyntaxError} from './message.js';

const text = (...lines: string[]) => lines.join('\r\n');

describe('parseMessage', () => {
  it('reads a request', () => {
    const message = parseMessage(
      text('INVITE sip:bob@example.org SIP/2.0', 'Call-ID: 1@a', 'Content-Length: 4', '', 'v=0', ''),
    );
    expect(message).toMatchObject({
      kind: 'request',
      method: 'INVITE',
      uri: 'sip:bob@example.org',
      body: 'v=0\r',
    });
    expect(message.headers.get('call-id')).toBe('1@a');
  });

  it('reads a response, also without a reason phrase', () => {
    expect(parseMessage('SIP/2.0 486 Busy Here\r\n\r\n')).toMatchObject({
      kind: 'response',
      status: 486,
      reason: 'Busy Here',
    });
    expect(parseMessage('SIP/2.0 200\r\n\r\n')).toMatchObject({status: 200, reason: ''});
  });

  it('unfolds long headers', () => {
    const {headers} = parseMessage(text('OPTIONS sip:a SIP/2.0', 'Subject: one', '  two', '\tthree', '', ''));
    expect(headers.get('Subject')).toBe('one two three');
  });

  it('knows compact names, any case, and spaces before the colon', () => {
    const {headers} = parseMessage(
      text(
        'OPTIONS sip:a SIP/2.0',
        'v: SIP/2.0/WS a;branch=1',
        'I : 7',
        'FROM: <sip:a>',
        'r: <sip:c>',
        '',
        '',
      ),
    );
    expect(headers.get('Via')).toBe('SIP/2.0/WS a;branch=1');
    expect(headers.get('Call-ID')).toBe('7');
    expect(headers.get('From')).toBe('<sip:a>');
    expect(headers.get('Refer-To')).toBe('<sip:c>');
  });

  it('separates lists, but not inside quotes and angle brackets', () => {
    const {headers} = parseMessage(
      text('OPTIONS sip:a SIP/2.0', 'Contact: "A, B" <sip:a@b;x=1,2>, <sip:c>', 'Contact: sip:d', '', ''),
    );
    expect(headers.all('Contact')).toEqual(['"A, B" <sip:a@b;x=1,2>', '<sip:c>', 'sip:d']);
  });

  it('counts Content-Length in bytes and drops what is behind it', () => {
    const {body} = parseMessage(text('MESSAGE sip:a SIP/2.0', 'l: 6', '', 'grün!'));
    expect(body).toBe('grün!');
    expect(parseMessage(text('MESSAGE sip:a SIP/2.0', 'l: 2', '', 'grün!')).body).toBe('gr');
  });

  it('takes the whole body without Content-Length, bare line feeds, and leading empty lines', () => {
    expect(parseMessage('\r\n\nMESSAGE sip:a SIP/2.0\nTo: <sip:a>\n\nhello').body).toBe('hello');
  });

  it.each([
    ['nothing', ''],
    ['another protocol', 'GET / HTTP/1.1\r\n\r\n'],
    ['a line that is no header', 'OPTIONS sip:a SIP/2.0\r\nnonsense\r\n\r\n'],
    ['a body that was cut off', 'MESSAGE sip:a SIP/2.0\r\nl: 9\r\n\r\nshort'],
    ['a length that is no number', 'MESSAGE sip:a SIP/2.0\r\nl: many\r\n\r\nshort'],
  ])('refuses %s', (_what, message) => {
    expect(() => parseMessage(message)).toThrow(SipSyntaxError);
  });
});

describe('formatMessage', () => {
  it('writes what it read, with the length counted', () => {
    const written = formatMessage(
      parseMessage(text('INFO sip:a SIP/2.0', 'i: 7', 'cseq: 1 INFO', 'l: 3', '', 'ü!?')),
    );
    expect(written).toBe(
      text('INFO sip:a SIP/2.0', 'Call-ID: 7', 'CSeq: 1 INFO', 'Content-Length: 3', '', 'ü!'),
    );
    expect(parseMessage(written).body).toBe('ü!');
  });
});
