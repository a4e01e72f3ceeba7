/** A name server over real UDP that says what a test likes, or nothing at all. */
import { createSocket } from 'node:dgram';

/** The four or sixteen bytes of an address, null: it has none; 'silence': no answer ever. */
type Answer = readonly number[] | null | 'silence';

export async function openNameServer(
  answer: (name: string, type: number) => Answer,
): Promise<{ address: string; close(): Promise<void> }> {
  const socket = createSocket('udp4');
  socket.on('message', (query, asker) => {
    const labels: string[] = [];
    let at = 12;
    for (; query[at] !== 0; at += 1 + query[at]!) labels.push(query.toString('latin1', at + 1, at + 1 + query[at]!));
    const question = query.subarray(12, at + 5);
    const said = answer(labels.join('.').toLowerCase(), query.readUInt16BE(at + 1));
    if (said === 'silence') return;
    // An answer without a fault; its one record refers to the name of the question and holds for a minute.
    const head = Buffer.of(query[0]!, query[1]!, 0x81, 0x80, 0, 1, 0, said ? 1 : 0, 0, 0, 0, 0);
    const record = said ? [0xc0, 12, query[at + 1]!, query[at + 2]!, 0, 1, 0, 0, 0, 60, 0, said.length, ...said] : [];
    socket.send(Buffer.concat([head, question, Buffer.from(record)]), asker.port, asker.address);
  });
  await new Promise<void>((done) => socket.bind(0, '127.0.0.1', done));
  return {
    address: `127.0.0.1:${socket.address().port}`,
    close: () => new Promise((done) => socket.close(() => done())),
  };
}
