// From mouth to ear through the bridge, between a telephone and a participant in one page, beside what the way costs without it.
import {setTimeout as sleep} from 'node:timers/promises';
import {extensions} from '../../packages/stack/src/index.js';
import {busy, converse} from './conversation.js';
import {setUp} from './setting.js';

const count = Number(process.env['BENCH_COUNT'] ?? 40);
const setting = await setUp();

try {
  const {show, measure, enter, call} = await converse(setting);
  const both = async (when: string, times: number) => {
    await show(`phone to room${when}`, 'phone', 'guest', times);
    await show(`room to phone${when}`, 'guest', 'phone', times);
  };
  await both('', count);
  await busy(1000);
  await sleep(2000);
  await both(', after a busy second', count / 2);
  process.kill(setting.worker(), 'SIGSTOP');
  await sleep(1000);
  process.kill(setting.worker(), 'SIGCONT');
  await sleep(2000);
  await both(', after the bridge stood still', count / 2);

  await enter('one', 'alone');
  await enter('two', 'alone');
  await measure('one', 'two', 3);
  await show('LiveKit alone, browser to browser', 'one', 'two', count / 2);
  await call('echo', 'bob', extensions.echo);
  await measure('echo', 'echo', 3);
  await show('Asterisk alone, there and back', 'echo', 'echo', count / 2);
} finally {
  await setting.close();
}
process.exit(0);
