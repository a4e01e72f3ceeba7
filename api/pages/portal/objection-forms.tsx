/** The forms beneath a publicity: to object, and to see what came of an objection. A refusal stands beside what was typed. */
import type { ComponentChildren } from 'preact';

export interface AskedObjection {
  text: string;
  contact: string;
  error: string;
}
export interface AskedReceipt {
  receipt: string;
  error: string;
}

export function ObjectionForm(props: {
  id: string;
  formKey: string;
  asked: AskedObjection | undefined;
  /** Other ways to object. */
  children: ComponentChildren;
}) {
  const { id, formKey, asked, children } = props;
  return (
    <section aria-labelledby="objection">
      <h2 id="objection">提出异议</h2>
      <ul>
        <li>网上：填写下表，提交后当场给出回执号和办理期限</li>
        {children}
      </ul>
      <form class="stacked" method="post" action={`/recruitment/publicity/${id}/objections#objection`}>
        <input type="hidden" name="formKey" value={formKey} />
        <label for="objection-text">异议内容（必填，至多 2000 字；请写明事实）</label>
        <textarea
          id="objection-text"
          name="text"
          rows={6}
          maxLength={2000}
          required
          aria-invalid={asked ? 'true' : undefined}
          aria-describedby={asked ? 'objection-error' : undefined}
        >
          {asked?.text}
        </textarea>
        {asked && <Refused id="objection-error" error={asked.error} />}
        <label for="objection-contact">联系方式（可不填；只供监督人员核实，加密保存）</label>
        <input id="objection-contact" name="contact" maxLength={200} value={asked?.contact ?? ''} />
        <button type="submit">提交异议</button>
      </form>
    </section>
  );
}

export function ReceiptForm({ id, asked }: { id: string; asked: AskedReceipt | undefined }) {
  return (
    <section aria-labelledby="receipt">
      <h2 id="receipt">查询异议办理情况</h2>
      <form class="stacked" method="post" action={`/recruitment/publicity/${id}/receipts#receipt`}>
        <label for="receipt-number">回执号（20 位字母和数字）</label>
        <input
          id="receipt-number"
          name="receipt"
          maxLength={40}
          required
          autocomplete="off"
          value={asked?.receipt ?? ''}
          aria-invalid={asked ? 'true' : undefined}
          aria-describedby={asked ? 'receipt-error' : undefined}
        />
        {asked && <Refused id="receipt-error" error={asked.error} />}
        <button type="submit">查询</button>
      </form>
    </section>
  );
}

function Refused({ id, error }: { id: string; error: string }) {
  return (
    <p id={id} class="error" role="alert">
      {error}
    </p>
  );
}
