export { addressGuard, literalAddress } from './addresses.ts';
export { productToken } from './agent.ts';
export { createEgress, EGRESS_SETTINGS, type Egress } from './egress.ts';
export { exchangeFault } from './exchange-fault.ts';
export { type Checks, checkHealth, type Health } from './health.ts';
export type { Metrics } from './metrics.ts';
export { freshFor, restAskedFor } from './rest.ts';
export { runService, type ServiceContext } from './service.ts';
export {
  describeSettings,
  givenSetting,
  readSettings,
  SEARCH_SETTINGS,
  SETTINGS,
  type SettingName,
  type Settings,
  SettingsFault,
  STORE_SETTINGS,
} from './settings.ts';
