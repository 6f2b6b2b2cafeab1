export type FocusDirection = 'horizontal' | 'vertical' | 'grid';

export interface FocusGroupShape {
  direction: FocusDirection;
  count: number;
  /** Of a grid. */
  columns: number;
  rtl: boolean;
}

/** Where an arrow key, Home or End leads from `index`; undefined when the key means nothing here. Edges hold. */
export function nextIndex(key: string, index: number, shape: FocusGroupShape): number | undefined {
  const {direction, count, columns, rtl} = shape;
  const across = direction !== 'vertical' ? (rtl ? -1 : 1) : 0;
  const down = direction === 'grid' ? columns : direction === 'vertical' ? 1 : 0;
  const step = {ArrowRight: across, ArrowLeft: -across, ArrowDown: down, ArrowUp: -down}[key];
  if (step) {
    const next = index + step;
    const leavesRow =
      direction === 'grid' &&
      Math.abs(step) === 1 &&
      Math.floor(next / columns) !== Math.floor(index / columns);
    return next < 0 || next >= count || leavesRow ? index : next;
  }
  if (key === 'Home') return 0;
  if (key === 'End') return count - 1;
  return undefined;
}
