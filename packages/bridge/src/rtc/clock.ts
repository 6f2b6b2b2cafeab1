const listeners = new Set<() => void>();
let timer: NodeJS.Timeout | undefined;

/** Calls `listener` about every 20 ms; one timer serves all legs of a process. Returns how to stop it. */
export function everyFrame(listener: () => void): () => void {
  listeners.add(listener);
  timer ??= setInterval(() => listeners.forEach((each) => each()), 20);
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    clearInterval(timer);
    timer = undefined;
  };
}
