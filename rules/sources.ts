/** Who tells the hub what. */

/** The four source systems, in the order in which the house lists them. */
export const sources = ['employment', 'tax', 'commerce', 'social-insurance'] as const;
export type Source = (typeof sources)[number];

/** Streams of each source, in reading order. */
export const streams = {
  employment: [
    'job-seekers',
    'registrations',
    'hardship',
    'benefit-grants',
    'certificates',
    'trainings',
    'startup-loans',
    'internships',
    'rural-labour',
    'households',
    'internship-units',
    'parks',
    'park-residents',
    'communities',
    'welfare-posts',
    'training-bodies',
  ],
  tax: ['taxpayers', 'withholding'],
  commerce: ['market-entities', 'market-entity-members'],
  'social-insurance': ['persons', 'unemployment-benefits', 'contributions', 'participation'],
} as const satisfies Record<Source, readonly string[]>;
