import {afterEach, expect, onTestFinished, test, vi} from 'vitest';
import {nextEvent} from '../testing/next-event.js';
import {SharedContext} from './shared-context.js';

afterEach(() => vi.useRealTimers());

function open(context?: AudioContext): SharedContext {
  const shared = new SharedContext(context);
  onTestFinished(() => shared.close());
  return shared;
}

async function reaches(context: AudioContext, state: AudioContextState): Promise<void> {
  if (context.state !== state) await nextEvent(context, 'statechange', () => context.state === state);
}

test('everybody uses the same context', () => {
  const shared = open();
  expect(shared.use().context).toBe(shared.use().context);
});

test('it sleeps when nobody has used it for a while, and wakes with the next use', async () => {
  vi.useFakeTimers({toFake: ['setTimeout', 'clearTimeout']});
  const shared = open();
  const [first, second] = [shared.use(), shared.use()];
  const {context} = first;
  await reaches(context, 'running');
  first.release();
  first.release();
  vi.advanceTimersByTime(60_000);
  expect(context.state).toBe('running');

  second.release();
  vi.advanceTimersByTime(60_000);
  await reaches(context, 'suspended');
  expect(shared.blocked).toBe(false);

  expect(shared.use().context).toBe(context);
  await reaches(context, 'running');
});

test('a use that comes while it falls asleep wakes it again', async () => {
  vi.useFakeTimers({toFake: ['setTimeout', 'clearTimeout']});
  const shared = open();
  const {context, release} = shared.use();
  await reaches(context, 'running');
  // Browsers may take their time to suspend.
  const suspend = vi.spyOn(context, 'suspend').mockResolvedValue();
  release();
  vi.advanceTimersByTime(60_000);
  expect(suspend).toHaveBeenCalled();
  shared.use();
  suspend.mockRestore();
  void context.suspend();
  await nextEvent(context, 'statechange', () => context.state === 'suspended');
  await reaches(context, 'running');
  expect(shared.blocked).toBe(false);
});

test('its own context is closed with it, the page’s own is left alone', async () => {
  const shared = open();
  const {context} = shared.use();
  await shared.close();
  expect(context.state).toBe('closed');

  const pages = new AudioContext();
  onTestFinished(() => pages.close());
  await reaches(pages, 'running');
  const borrowed = open(pages);
  borrowed.use().release();
  await borrowed.close();
  expect(pages.state).toBe('running');
});
