/** Resolves with the next event of this type for which `when` holds. */
export function nextEvent(
  target: EventTarget,
  type: string,
  when: () => boolean = () => true,
): Promise<Event> {
  return new Promise((resolve) => {
    const listen = (event: Event) => {
      if (!when()) return;
      target.removeEventListener(type, listen);
      resolve(event);
    };
    target.addEventListener(type, listen);
  });
}
