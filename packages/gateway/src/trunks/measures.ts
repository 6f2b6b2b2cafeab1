import {Gauge, type Registry} from 'prom-client';
import type {Trunks} from './trunks.js';

/** How many trunks there are by what can be done with them, for Prometheus. */
export function measureTrunks(trunks: Pick<Trunks, 'list'>, registry: Registry): void {
  new Gauge({
    name: 'sidetone_trunk_available',
    help: '1 when calls go out by the trunk now.',
    labelNames: ['trunk'],
    registers: [registry],
    async collect() {
      this.reset();
      for (const {trunk, state} of await trunks.list()) this.set({trunk: trunk.id}, state.available ? 1 : 0);
    },
  });
  new Gauge({
    name: 'sidetone_trunk_registered',
    help: '1 when an Asterisk is registered at the trunk.',
    labelNames: ['trunk', 'asterisk'],
    registers: [registry],
    async collect() {
      this.reset();
      for (const {trunk, state} of await trunks.list())
        for (const {asteriskId: asterisk, state: one} of state.registrations)
          this.set({trunk: trunk.id, asterisk}, one === 'registered' ? 1 : 0);
    },
  });
}
