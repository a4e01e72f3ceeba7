/** Every connector, made from its settings. */
import type { Connector } from './connector.js';
import { createCommerceConnector } from './commerce/commerce.connector.js';
import { createEmploymentConnector } from './employment/employment.connector.js';
import { createSocialInsuranceConnector } from './social-insurance/social-insurance.connector.js';
import type { SourceSettings } from './source-settings.js';
import { createTaxConnector } from './tax/tax.connector.js';

export type { SourceSettings };

export type Connectors = Record<keyof SourceSettings, Connector>;

/** Opens nothing: a connector first speaks when it is asked. */
export function createConnectors(settings: SourceSettings): Connectors {
  return {
    employment: createEmploymentConnector(settings.employment),
    tax: createTaxConnector(settings.tax),
    commerce: createCommerceConnector(settings.commerce),
    'social-insurance': createSocialInsuranceConnector(settings['social-insurance']),
  };
}
