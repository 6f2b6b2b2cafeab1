import {describe, expect, it} from 'vitest';
import {keyAction, type KeyPlace} from './keyboard.core.js';

const press = (key: string, place: Partial<KeyPlace> = {}, modifiers = {}) =>
  keyAction(
    {key, ctrlKey: false, metaKey: false, altKey: false, isComposing: false, ...modifiers},
    {talking: false, inField: false, ...place},
  );

describe('keyAction', () => {
  it('lets the field write by itself, and only adds the sound', () => {
    expect(press('5', {inField: true})).toEqual({do: 'sound', digit: '5'});
    expect(press('b', {inField: true})).toBeUndefined();
    expect(press('Enter', {inField: true})).toEqual({do: 'enter'});
  });

  it('works the pad when one of its keys has the focus', () => {
    expect(press('+')).toEqual({do: 'press', digit: '+'});
    expect(press('Backspace')).toEqual({do: 'erase'});
    expect(press('é')).toEqual({do: 'write'});
    expect(press('Enter')).toBeUndefined();
    expect(press(' ')).toBeUndefined();
    expect(press('Tab')).toBeUndefined();
  });

  it('sends digits only into a call', () => {
    expect(press('#', {talking: true})).toEqual({do: 'press', digit: '#'});
    expect(press('b', {talking: true})).toBeUndefined();
    expect(press('Enter', {talking: true, inField: true})).toBeUndefined();
  });

  it('leaves shortcuts to the browser', () => {
    expect(press('0', {}, {ctrlKey: true})).toBeUndefined();
    expect(press('5', {inField: true}, {isComposing: true})).toBeUndefined();
  });
});
