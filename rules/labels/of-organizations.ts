/** What a clerk calls the facts about firms, parks, communities and others who apply. */
import type { Labels, SubjectLabels } from './labels.js';

const recognition: Labels = {
  recognisedLevel: ['认定级别', 'level of recognition'],
  awardsAlreadyPaid: ['已领奖补级别', 'awards already paid'],
  'awardsAlreadyPaid[]': ['已领奖补级别', 'awards already paid'],
};

export const labelsOfOrganizations: Readonly<Record<string, SubjectLabels>> = {
  enterprise: {
    of: ['企业', 'firm'],
    facts: {
      registeredOn: ['注册日期', 'day of registration'],
      foundedByPerson: ['是否由本人创办', 'whether founded by the person'],
      hasBusinessLicence: ['是否有营业执照', 'whether licensed'],
      operatingNormally: ['是否正常经营', 'whether operating normally'],
      isStartup: ['是否初创', 'whether a start-up'],
      newlyFoundedByStartupGroup: ['是否由创业群体新创办', 'whether newly founded by a start-up group'],
      founderCountedInPayroll: ['花名册是否含创办人', 'whether the payroll counts the founder'],
      isModernAgricultureUnit: ['是否现代农业经营主体', 'whether a unit of modern agriculture'],
      employees: ['员工名单', 'list of employees'],
      'employees[].count': ['员工人数', 'number of employees'],
      'employees[].contractMonths': ['员工劳动合同月数', 'months of an employee’s contract'],
      'employees[].employmentRegistered': ['员工是否办理就业登记', 'whether an employee is registered'],
      'employees[].socialInsuranceMonthsPaid': ['员工社保缴费月数', 'months of an employee’s social insurance'],
      locatedInIncubationPark: ['是否入驻孵化园', 'whether in an incubation park'],
      enteredParkOn: ['入园日期', 'day of moving into the park'],
      layoffRateLastYear: ['上年裁员率', 'layoff rate of last year'],
      tookMeasuresToAvoidLayoffs: ['是否采取稳岗措施', 'whether measures against layoffs were taken'],
      unemploymentInsurancePaidAsRequired: [
        '是否按规定缴纳失业保险费',
        'whether unemployment insurance is paid as required',
      ],
      unemploymentPremiumsPaidLastYear: ['上年缴纳失业保险费', 'unemployment premiums paid last year'],
      stabilisationSpending: ['稳岗支出', 'spending on keeping jobs'],
      startedOperatingOn: ['开始经营日期', 'first day of operation'],
    },
  },
  employer: {
    of: ['用人单位', 'employer'],
    facts: {
      kind: ['单位类型', 'kind'],
      size: ['规模', 'size'],
      headcount: ['职工人数', 'headcount'],
      disabledEmployees: ['残疾职工人数', 'disabled employees'],
    },
  },
  costs: {
    of: ['费用', 'the costs’'],
    facts: {
      months: ['逐月费用', 'months'],
      'months[].month': ['月份', 'month'],
      'months[].propertyManagement': ['物业管理费', 'property management'],
      'months[].cleaning': ['卫生费', 'cleaning'],
      'months[].rent': ['房租', 'rent'],
      'months[].utilities': ['水电费', 'utilities'],
      'months[].*': ['其他费用', 'other costs'],
    },
  },
  fee: {
    of: ['收费', 'fee'],
    facts: {
      kind: ['类别', 'kind'],
      administrative: ['是否行政事业性收费', 'being administrative'],
      amount: ['金额', 'amount'],
    },
  },
  loan: { of: ['贷款', 'loan'], facts: { requested: ['申请额度', 'amount asked for'] } },
  park: {
    of: ['孵化园', 'park'],
    facts: {
      recognised: ['是否认定', 'recognition'],
      recognisedOn: ['认定日期', 'day of recognition'],
      ...recognition,
      providesLoanGuarantee: ['是否提供贷款担保', 'loan guarantee'],
      enterprisesSuccessfullyIncubatedNotYetRewarded: ['已孵化成功尚未奖补企业数', 'incubated firms not yet rewarded'],
    },
  },
  'projects[]': {
    of: ['项目', 'project'],
    facts: {
      resident: ['是否入驻', 'residence'],
      guaranteedLoan: ['担保贷款额', 'guaranteed loan'],
      purchasesThisYear: ['本年采购次数', 'purchases this year'],
    },
  },
  project: {
    of: ['项目', 'project'],
    facts: {
      financing: ['融资情况', 'financing'],
      'financing[].kind': ['融资类别', 'kind of financing'],
      'financing[].amount': ['融资额', 'amount of financing'],
      purchasesAlreadyPaid: ['已支付采购额', 'purchases already paid'],
    },
  },
  provider: {
    of: ['服务机构', 'provider'],
    facts: {
      kind: ['类型', 'kind'],
      inPublicBudget: ['是否财政供养', 'being in the public budget'],
    },
  },
  'clients[]': { of: ['服务对象', 'client'], facts: { sessionsThisYear: ['本年服务次数', 'sessions this year'] } },
  unit: {
    of: ['见习单位', 'internship unit'],
    facts: {
      isInternshipUnit: ['是否就业见习单位', 'being an internship unit'],
      ...recognition,
      previousYear: ['上年见习情况', 'previous year'],
      'previousYear.internsCompleted': ['上年见习期满人数', 'interns who finished last year'],
      'previousYear.internsRetained': ['上年留用人数', 'interns kept last year'],
      workIrregular: ['见习工作是否不规范', 'irregular work'],
      qualityLow: ['见习质量是否不高', 'low quality'],
      serious: ['情节是否严重', 'seriousness'],
    },
  },
  community: {
    of: ['社区', 'community'],
    facts: {
      ...recognition,
    },
  },
};
