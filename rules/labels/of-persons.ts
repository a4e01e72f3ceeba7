/** What a clerk calls the facts about a person, a hire and what they did. */
import type { Labels, SubjectLabels } from './labels.js';

const education: Labels = {
  education: ['学历', 'education'],
  'education.schoolType': ['学校类别', 'kind of school'],
  'education.status': ['在读或毕业', 'enrolled or graduated'],
  'education.graduationDate': ['毕业日期', 'day of graduation'],
  'education.returnedToChina': ['是否已回国', 'whether back in China'],
};
const retirement: Labels = {
  birthDate: ['出生日期', 'birth date'],
  sex: ['性别', 'sex'],
  retirementCategory: ['退休类别（男60、女55、女50）', 'retirement category (men 60, women 55 or 50)'],
};
const worker: Labels = {
  ...retirement,
  ...education,
  firstEmploymentInPuyang: ['是否首次在濮阳就业', 'whether first employed in Puyang'],
  recognisedHardToEmploy: ['是否认定为就业困难人员', 'whether recognised as hard to employ'],
  expropriatedLandPersonMeetingConditions: [
    '是否符合条件的被征地人员',
    'whether a qualifying person whose land was taken',
  ],
};
const hire: Labels = {
  hiredOn: ['招用日期', 'day of hiring'],
  newlyHired: ['是否新招用', 'whether newly hired'],
  contractFrom: ['劳动合同起始日', 'first day of the contract'],
  contractTo: ['劳动合同终止日', 'last day of the contract'],
  contractMonths: ['劳动合同月数', 'months of the contract'],
  employmentRegistered: ['是否办理就业登记', 'whether the employment is registered'],
  socialInsurancePaidAsRequired: ['是否按规定缴纳社会保险费', 'whether social insurance is paid as required'],
  monthsClaimed: ['申请月数', 'months claimed'],
  claimFrom: ['申请首月', 'first month claimed'],
  claimTo: ['申请末月', 'last month claimed'],
};

export const labelsOfPersons: Readonly<Record<string, SubjectLabels>> = {
  person: {
    of: ['本人', 'person'],
    facts: {
      ...retirement,
      ...education,
      graduatesInYear: ['毕业年份', 'year of graduation'],
      isUniversityGraduate: ['是否高校毕业生', 'whether a university graduate'],
      isVeteran: ['是否退役军人（创业）', 'whether a veteran (starting a business)'],
      isDischargedSoldier: ['是否退出现役', 'whether discharged from service'],
      yearsOfMilitaryService: ['服役年限', 'years of military service'],
      otherWorkYears: ['其他工作年限', 'other years of work'],
      meetsGovernmentPlacementConditions: [
        '是否符合政府安排工作条件',
        'whether entitled to placement by the government',
      ],
      isUnemployed: ['是否失业', 'whether unemployed'],
      isRegisteredUnemployed: ['是否登记失业', 'whether registered as unemployed'],
      registeredUnemployedSince: ['登记失业日期', 'day of registration as unemployed'],
      continuouslyUnemployedSince: ['连续失业起始日', 'unemployed without a break since'],
      isReceivingUnemploymentBenefit: ['是否领取失业保险金', 'whether receiving unemployment benefit'],
      unemploymentBenefitEndsOn: ['失业保险金终止日', 'last day of unemployment benefit'],
      unemploymentBenefitMonthsLeft: ['失业保险金剩余月数', 'months of unemployment benefit left'],
      unemploymentBenefitPerMonth: ['失业保险金月标准', 'unemployment benefit a month'],
      recognisedHardToEmploy: ['是否认定为就业困难人员', 'whether recognised as hard to employ'],
      inSpecialHardship: ['是否特困', 'whether in special hardship'],
      disabled: ['是否残疾', 'whether disabled'],
      receivesMinimumLivingAllowance: ['是否享受最低生活保障', 'whether on the minimum living allowance'],
      isOlderWorker: ['是否大龄失业人员', 'whether an older worker'],
      lostLand: ['是否失地', 'whether the land was lost'],
      zeroEmploymentFamily: ['是否零就业家庭成员', 'whether of a household where nobody works'],
      isReleasedPrisoner: ['是否刑满释放', 'whether released from prison'],
      isReturningMigrantWorker: ['是否返乡农民工', 'whether a returning migrant worker'],
      isMigrantWorker: ['是否农民工', 'whether a migrant worker'],
      holdsEmploymentStartupCertificate: [
        '是否持就业创业证',
        'whether holding the employment and start-up certificate',
      ],
      holdsOldEmploymentUnemploymentCertificate: ['是否持就业失业登记证', 'whether holding the former certificate'],
      receivedNationalStudentLoan: ['是否获得国家助学贷款', 'whether a national student loan was received'],
      isProfessionalTechnicalStaff: ['是否专业技术人员', 'whether professional or technical staff'],
      inProfessionalTechnicalWork: ['是否从事专业技术工作', 'whether in professional or technical work'],
      institutionConsents: ['单位是否同意', 'whether the institution consents'],
      employmentContractSignedOrAmended: ['是否签订或变更聘用合同', 'whether the contract was signed or amended'],
      leaveFrom: ['离岗起始日', 'first day of leave'],
      startingOwnBusiness: ['是否自主创业', 'whether starting an own business'],
      newlyEmployed: ['是否新就业', 'whether newly employed'],
      ownSocialInsurancePaidThisYear: ['本年个人缴纳社会保险费', 'own social insurance paid this year'],
    },
  },
  worker: { of: ['劳动者', 'worker'], facts: worker },
  hire: { of: ['招用', 'hire'], facts: hire },
  'hires[]': {
    of: ['招用人员', 'hire'],
    facts: {
      ...worker,
      ...hire,
      count: ['人数', 'number of persons'],
      labourContract: ['是否签订劳动合同', 'whether there is a labour contract'],
      socialInsurancePaid: ['是否缴纳社会保险费', 'whether social insurance is paid'],
      monthsAlreadySubsidised: ['已补贴月数', 'months already subsidised'],
      isUniversityGraduate: ['是否高校毕业生', 'whether a university graduate'],
      graduationDate: ['毕业日期', 'day of graduation'],
      wasReceivingUnemploymentBenefitWhenHired: [
        '招用时是否领取失业保险金',
        'whether on unemployment benefit when hired',
      ],
      tookLumpSumOn: ['一次性领取失业保险金日期', 'day of the benefit’s lump sum'],
    },
  },
  employment: {
    of: ['灵活就业', 'flexible work'],
    facts: {
      kind: ['就业形式', 'form of employment'],
      startedOn: ['起始日', 'first day'],
      employmentRegistered: ['是否办理就业登记', 'whether it is registered'],
      socialInsurancePaidAsRequired: ['是否按规定缴纳社会保险费', 'whether social insurance is paid as required'],
      paidPerMonth: ['每月实缴社会保险费', 'social insurance paid a month'],
      monthsClaimed: ['申请月数', 'months claimed'],
    },
  },
  history: {
    of: ['补贴台账', 'ledger'],
    facts: {
      firstApprovedOn: ['初次核定日期', 'day of first approval'],
      monthsAlreadySubsidised: ['已补贴月数', 'months already subsidised'],
      hiresAlreadySubsidised: ['已补贴招用人数', 'hires already subsidised'],
      openingSubsidyAlreadyPaid: ['是否领取过开业补贴', 'whether the opening subsidy was paid'],
      openingSubsidyPaidAmount: ['已领开业补贴金额', 'opening subsidy paid'],
      unemployedStartupGrantAlreadyPaid: ['是否领取过失业人员创业补助', 'whether the start-up grant was paid'],
      unemploymentBenefitLumpSumAlreadyPaid: ['是否一次性领取过失业保险金', 'whether the benefit’s lump sum was paid'],
      operatingSubsidyPaidThisSubsidyYear: ['本补贴年度已领运营补贴', 'operating subsidy paid this subsidy year'],
      pooledAmountAlreadyPaid: ['已领合计金额', 'pooled amount already paid'],
      subsidyYearsAlreadyPaid: ['已补贴年数', 'subsidy years already paid'],
      subsidisedCourseKinds: ['已补贴的培训类别', 'kinds of course already subsidised'],
      'subsidisedCourseKinds[]': ['已补贴的培训类别', 'kinds of course already subsidised'],
    },
  },
  course: {
    of: ['培训', 'course'],
    facts: {
      kind: ['类别', 'kind'],
      completed: ['是否结业', 'completion'],
      completedOn: ['结业日期', 'day of completion'],
    },
  },
  'interns[]': { of: ['见习人员', 'intern'], facts: { count: ['人数', 'number'], months: ['见习月数', 'months'] } },
  post: {
    of: ['岗位', 'post'],
    facts: {
      inKeyPovertyCounty: ['是否在国家级贫困县', 'being in a key poverty county'],
      unitLevel: ['单位层级', 'level of the unit'],
      serviceFrom: ['服务起始日', 'first day of service'],
      serviceTo: ['服务终止日', 'last day of service'],
      assessmentPassed: ['考核是否合格', 'assessment'],
    },
  },
  tuition: {
    of: ['学费', 'tuition'],
    facts: { paidPerYear: ['每年缴纳额', 'amount a year'], years: ['年数', 'years'] },
  },
  household: {
    of: ['家庭', 'household'],
    facts: {
      isZeroEmploymentFamily: ['是否零就业家庭', 'having nobody in work'],
      receivesMinimumLivingAllowance: ['是否享受最低生活保障', 'minimum living allowance'],
      isRecognisedHardshipHousehold: ['是否认定的其他困难家庭', 'recognised hardship of another kind'],
      membersEmployed: ['就业人数', 'members in work'],
    },
  },
  exam: {
    of: ['招考', 'exam'],
    facts: {
      kind: ['类别', 'kind'],
      grassrootsExperienceRequired: ['是否要求基层工作经历', 'grass-roots experience being required'],
      workYearsRequired: ['要求的工作年限', 'years of work required'],
    },
  },
};
