import {describe, expect, it} from 'vitest';
import {nextIndex} from './focus-group.core.js';

describe('nextIndex', () => {
  const grid = {direction: 'grid', count: 12, columns: 3, rtl: false} as const;

  it('walks a grid by rows and columns, and stops at its edges', () => {
    expect(nextIndex('ArrowRight', 0, grid)).toBe(1);
    expect(nextIndex('ArrowDown', 1, grid)).toBe(4);
    expect(nextIndex('ArrowUp', 1, grid)).toBe(1);
    expect(nextIndex('ArrowRight', 2, grid)).toBe(2);
    expect(nextIndex('ArrowDown', 10, grid)).toBe(10);
    expect(nextIndex('Home', 7, grid)).toBe(0);
    expect(nextIndex('End', 7, grid)).toBe(11);
  });

  it('turns left and right round where text runs from right to left', () => {
    const rtl = {direction: 'horizontal', count: 3, columns: 1, rtl: true} as const;
    expect(nextIndex('ArrowLeft', 0, rtl)).toBe(1);
    expect(nextIndex('ArrowRight', 1, rtl)).toBe(0);
  });

  it('leaves other keys, and arrows across the direction, alone', () => {
    expect(nextIndex('a', 0, grid)).toBeUndefined();
    expect(nextIndex('ArrowDown', 0, {...grid, direction: 'horizontal'})).toBeUndefined();
  });
});
