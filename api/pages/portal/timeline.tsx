/** The course of a recruitment: what was, what is planned, and what came of it, in one order of time. */
import type { ComponentChildren } from 'preact';
import { stageWords } from '../../../rules/recruitment/notice-words.js';
import { publicityStateWords } from '../../../rules/recruitment/state-words.js';
import { saidOf, Time } from './shown.js';

export interface Course {
  publishedAt: string;
  application: { opensAt: string; closesAt: string };
  stages: { kind: string; on: string; place: string | null }[];
  stageResults: { stage: string; on: string; expected: number | null; present: number; passed: number }[];
  publicity: {
    id: string;
    state: string;
    firstDay: string;
    lastDay: string;
    posts: { post: string; proposed: number }[];
  }[];
  hired: { post: string; hired: number }[] | null;
}

interface Step {
  at: string;
  what: ComponentChildren;
}

export function Timeline({ course }: { course: Course }) {
  const { publishedAt, application, stages, stageResults, publicity, hired } = course;
  const steps: Step[] = [
    { at: publishedAt, what: '公告发布' },
    { at: application.opensAt, what: '报名开始' },
    { at: application.closesAt, what: '报名截止' },
    ...stages.map(({ kind, on, place }) => ({
      at: on,
      what: `${saidOf(stageWords, kind)}（计划）${place === null ? '' : `，${place}`}`,
    })),
    ...stageResults.map(({ stage, on, expected, present, passed }) => ({
      at: on,
      what: `${saidOf(stageWords, stage)}结果：${expected === null ? '' : `应到 ${expected} 人，`}实到 ${present} 人，通过 ${passed} 人`,
    })),
    ...publicity.map((one) => ({ at: one.firstDay, what: <Publicity of={one} /> })),
  ];
  return (
    <section aria-labelledby="timeline">
      <h2 id="timeline">过程与结果</h2>
      <ol class="timeline">
        {steps
          .toSorted((a, b) => (inBeijing(a.at) < inBeijing(b.at) ? -1 : 1))
          .map(({ at, what }, i) => (
            <li key={i}>
              <Time at={at} /> {what}
            </li>
          ))}
      </ol>
      {hired !== null && (
        <p>录用人数：{hired.map(({ post, hired: count }) => `岗位 ${post} ${count} 人`).join('，')}</p>
      )}
    </section>
  );
}

function Publicity({ of }: { of: Course['publicity'][number] }) {
  const proposed = of.posts.map(({ post, proposed: count }) => `岗位 ${post} ${count} 人`).join('，');
  return (
    <>
      <a href={`/recruitment/publicity/${of.id}`}>拟聘公示</a>（{saidOf(publicityStateWords, of.state)}，至{' '}
      <Time at={of.lastDay} /> 24:00）：{proposed}
    </>
  );
}

/** Days come before the moments in them. */
const inBeijing = (at: string) =>
  at.length === 10 ? at : new Date(Date.parse(at) + 8 * 3_600_000).toISOString().slice(0, 16);
