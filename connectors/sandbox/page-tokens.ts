/** Page tokens: sealed, because a row's key may be an ID number and the reader stores the token. */
import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto';

/** What a page token says: which read, behind which row, since when. */
export interface PageToken {
  stream: string;
  since: string;
  until: string;
  behind: string;
  issuedAt: number;
}

const lifeMs = 10 * 60_000;

export class PageTokens {
  private readonly key: Buffer;
  constructor(secret: string) {
    this.key = createHash('sha256').update(`page tokens ${secret}`).digest();
  }

  seal(token: PageToken): string {
    const iv = randomBytes(12);
    const cipher = createCipheriv('aes-256-gcm', this.key, iv);
    const sealed = Buffer.concat([cipher.update(JSON.stringify(token)), cipher.final()]);
    return Buffer.concat([iv, cipher.getAuthTag(), sealed]).toString('base64url');
  }

  /** A token under another secret is as good as expired: the reader has to begin again. */
  open(text: string, now: Date): PageToken | 'expired' {
    const bytes = Buffer.from(text, 'base64url');
    try {
      const decipher = createDecipheriv('aes-256-gcm', this.key, bytes.subarray(0, 12));
      decipher.setAuthTag(bytes.subarray(12, 28));
      const plain = Buffer.concat([decipher.update(bytes.subarray(28)), decipher.final()]);
      const token = JSON.parse(plain.toString()) as PageToken;
      return now.getTime() - token.issuedAt > lifeMs ? 'expired' : token;
    } catch {
      return 'expired';
    }
  }
}
