/** Groups of facts that several subjects have: a person, a worker, a hire. */

export const education = {
  'education.schoolType': [
    'university',
    'vocational_school',
    'technician_school',
    'technician_college_senior_class',
    'technician_college_preparatory_class',
    'special_education_vocational_class',
    'overseas',
    'none',
  ],
  'education.status': ['enrolled', 'graduated'],
  'education.graduationDate': 'day',
  'education.returnedToChina': 'flag',
} as const;

/** What the retirement date hangs on. */
export const retirement = {
  birthDate: 'day',
  sex: ['male', 'female'],
  retirementCategory: ['male_60', 'female_55', 'female_50'],
} as const;

export const worker = {
  ...retirement,
  ...education,
  firstEmploymentInPuyang: 'flag',
  recognisedHardToEmploy: 'flag',
  expropriatedLandPersonMeetingConditions: 'flag',
} as const;

export const hire = {
  hiredOn: 'day',
  newlyHired: 'flag',
  contractFrom: 'day',
  contractTo: 'day',
  contractMonths: 'count',
  employmentRegistered: 'flag',
  socialInsurancePaidAsRequired: 'flag',
  monthsClaimed: 'count',
  claimFrom: 'month-or-day',
  claimTo: 'month-or-day',
} as const;
