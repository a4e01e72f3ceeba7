/** Item 20: the certificate that opens public services, support and benefit. */
import { holdsValidCertificate } from '../definitions/certificate.js';
import { rule } from '../entitlement.js';
import { inForce, noMoney } from './policy.js';

export const certificateAsKey = rule({
  id: 'art20.certificate-as-entitlement-key',
  name: { zh: '就业创业证作为享受政策的凭证', en: 'the certificate as key to services and support' },
  cites: [
    { item: 20, sentence: 1 },
    { item: 20, sentence: 2 },
  ],
  subject: 'person',
  inForce,
  conditions: holdsValidCertificate,
  fund: noMoney,
  documents: [{ zh: '就业创业证或原就业失业登记证', en: 'the employment and start-up certificate, or the former one' }],
  readings: ['R-20', 'R-42'],
  remarks: [{ zh: '原就业失业登记证继续有效，无需换发', en: 'the former certificate stays good and is not exchanged' }],
});
