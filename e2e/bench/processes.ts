import {execFileSync} from 'node:child_process';
import {readFileSync} from 'node:fs';

/** Clock ticks a second, in which the kernel counts processor time. */
const ticks = Number(execFileSync('getconf', ['CLK_TCK'], {encoding: 'utf8'}));

/** Seconds of processor time that a process has used. */
function processorTime(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
  return (Number(fields[11]) + Number(fields[12])) / ticks;
}

/** Megabytes of memory that a process has to itself or shares. */
export function memory(pid: number): number {
  const kilobytes = /^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
  return Number(kilobytes) / 1024;
}

/** The part of one core that each process uses during `work`, in percent. */
export async function load(pids: readonly number[], work: () => Promise<unknown>): Promise<number[]> {
  const [from, before] = [performance.now(), pids.map(processorTime)];
  await work();
  const seconds = (performance.now() - from) / 1000;
  return pids.map((pid, index) => ((processorTime(pid) - (before[index] ?? 0)) / seconds) * 100);
}

/** Children and grandchildren of this process whose command line holds a text. */
export function pidsOf(text: string): number[] {
  const all = execFileSync('ps', ['-eo', 'pid=,args='], {encoding: 'utf8'}).split('\n');
  return all.filter((row) => row.includes(text) && !row.includes('watch')).map((row) => parseInt(row, 10));
}
