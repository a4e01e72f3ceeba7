/** Paired rounds: both sides run one after the other in each round, in turns first, so that a noisy machine hits both alike. */
export interface Pairing {
  name: string;
  ours: string;
  rival: string;
  /** Our rate over the rival's, per round. */
  ratios: number[];
  /** Medians, in `unit`. */
  oursRate: number;
  rivalRate: number;
  unit: string;
}

/** Runs `ours` and `rival` in `rounds` rounds; each returns how much it did per second. */
export async function pair(
  what: Pick<Pairing, 'name' | 'ours' | 'rival' | 'unit'>,
  rounds: number,
  ours: () => Promise<number>,
  rival: () => Promise<number>,
): Promise<Pairing> {
  const measured: { ours: number; rival: number }[] = [];
  for (let round = 0; round < rounds; round++) {
    const first = round % 2 === 0 ? await ours() : await rival();
    const second = round % 2 === 0 ? await rival() : await ours();
    measured.push(round % 2 === 0 ? { ours: first, rival: second } : { ours: second, rival: first });
  }
  return {
    ...what,
    ratios: measured.map((round) => round.ours / round.rival),
    oursRate: median(measured.map((round) => round.ours)),
    rivalRate: median(measured.map((round) => round.rival)),
  };
}

/** How long something took in each round, against what was promised: as rates, so that more is better here too. */
export function withinBudget(name: string, ours: string, seconds: readonly number[], most: number): Pairing {
  const perHour = (time: number) => 3600 / time;
  return {
    name,
    ours,
    rival: `${most} s`,
    ratios: seconds.map((time) => most / time),
    oursRate: perHour(median(seconds)),
    rivalRate: perHour(most),
    unit: 'an hour',
  };
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

/** One line of RESULTS.md. */
export function rowOf(pairing: Pairing): string {
  const { ratios } = pairing;
  const range = `${Math.min(...ratios).toFixed(2)}–${Math.max(...ratios).toFixed(2)}`;
  const rate = (value: number) => (value < 10 ? value.toFixed(1) : Math.round(value).toLocaleString('en'));
  return `| ${pairing.name} | ${median(ratios).toFixed(2)} | ${range} | ${ratios.length} | ${rate(pairing.oursRate)} | ${rate(pairing.rivalRate)} ${pairing.unit} |`;
}
