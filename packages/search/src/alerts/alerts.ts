import type { Client } from '@elastic/elasticsearch';
import type { Alert } from '@newsmill/contracts';
import { call } from '../client.ts';
import { createDocuments } from '../documents.ts';
import type { IndexNames } from '../names.ts';
import { dropDeliveries } from './deliveries.ts';
import { matchAlerts } from './match.ts';

/** Saved searches, whose truth is here. Written by the API; the deliverer only switches off what its receiver no longer wants. */
export function createAlerts(client: Client, names: IndexNames) {
  const alerts = createDocuments<Alert>(client, names.alerts);
  return {
    ...alerts,
    count: async (): Promise<number> => (await call(client.count({ index: names.alerts }))).count,
    /** With its deliveries. */
    remove: async (id: string): Promise<boolean> => {
      const wasThere = await alerts.remove(id);
      await dropDeliveries(client, names, id);
      return wasThere;
    },
    match: (given: readonly Alert[], docIds: readonly string[]) => matchAlerts(client, names, given, docIds),
  };
}
