/** Asks the running API over HTTP, as everybody does. */

export interface Answer {
  data?: Record<string, unknown> | null;
  errors?: { message: string }[];
}

export async function ask(
  url: string,
  token: string | null,
  query: string,
  variables: object = {},
  signal: AbortSignal | null = null,
): Promise<Answer> {
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...(token && { authorization: `Bearer ${token}` }) },
    body: JSON.stringify({ query, variables }),
    signal,
  });
  return (await response.json()) as Answer;
}

/** The data alone; what was refused is thrown in the hub's own words. */
export async function askFor<T>(...asked: Parameters<typeof ask>): Promise<T> {
  const { data, errors } = await ask(...asked);
  if (errors?.[0] || !data) throw new Error(errors?.[0]?.message ?? 'the hub gave no data');
  return data as T;
}
