import {Gauge, type Registry} from 'prom-client';
import type {Trunk} from './trunk.js';
import type {TrunkState, Trunks} from './trunks.js';

interface Measure<Label extends string> {
  name: string;
  help: string;
  labelNames: readonly Label[];
  /** What there is to say of one trunk. */
  of(trunk: {trunk: Trunk; state: TrunkState}, gauge: Gauge<Label>): void;
}

/** How trunks are, for Prometheus: what can be done with them, and what went wrong last. */
export function measureTrunks(trunks: Pick<Trunks, 'list'>, registry: Registry): void {
  // All are collected at once: one look serves them.
  let look: ReturnType<Trunks['list']> | undefined;
  const list = () => (look ??= trunks.list().finally(() => (look = undefined)));
  const measure = <Label extends string>({name, help, labelNames, of}: Measure<Label>) =>
    new Gauge<Label>({
      name,
      help,
      labelNames,
      registers: [registry],
      async collect() {
        this.reset();
        for (const one of await list()) of(one, this);
      },
    });
  measure({
    name: 'sidetone_trunk_available',
    help: '1 when calls go out by the trunk now.',
    labelNames: ['trunk'],
    of: ({trunk, state}, gauge) => gauge.set({trunk: trunk.id}, state.available ? 1 : 0),
  });
  measure({
    name: 'sidetone_trunk_registered',
    help: '1 when an Asterisk is registered at the trunk.',
    labelNames: ['trunk', 'asterisk'],
    of({trunk, state}, gauge) {
      for (const {asteriskId: asterisk, state: one} of state.registrations)
        gauge.set({trunk: trunk.id, asterisk}, one === 'registered' ? 1 : 0);
    },
  });
  measure({
    name: 'sidetone_trunk_registration_info',
    help: 'What became of the registration of an Asterisk at the trunk, and the SIP response to it: always 1.',
    labelNames: ['trunk', 'asterisk', 'state', 'code'],
    of({trunk, state}, gauge) {
      for (const {asteriskId: asterisk, state: one, code = ''} of state.registrations)
        gauge.set({trunk: trunk.id, asterisk, state: one, code}, 1);
    },
  });
  measure({
    name: 'sidetone_trunk_last_error_timestamp_seconds',
    help: 'When a call by the trunk failed last, and by what: a SIP response, a Q.850 cause, or no answer.',
    labelNames: ['trunk', 'error'],
    of({trunk, state: {lastError: error, lastErrorAt}}, gauge) {
      if (error !== undefined && lastErrorAt)
        gauge.set({trunk: trunk.id, error}, lastErrorAt.getTime() / 1000);
    },
  });
}
