/** A script: it has an API token and speaks HTTP. */
export interface Script {
  readonly token: string;
  call(
    method: string,
    path: string,
    body?: unknown,
    headers?: Readonly<Record<string, string>>,
  ): Promise<RestReply>;
}

export interface RestReply {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** The parsed body; null when there is none. */
  readonly body: unknown;
}

/** `token` empty: it sends none. */
export function scriptOf(url: string, token: string): Script {
  return {
    token,
    call: async (method, path, body, headers) => {
      const response = await fetch(`${url}${path}`, {
        method,
        headers: {
          ...(token === "" ? {} : { authorization: `Bearer ${token}` }),
          ...(body === undefined ? {} : { "content-type": "application/json" }),
          ...headers,
        },
        ...(body === undefined
          ? {}
          : { body: typeof body === "string" ? body : JSON.stringify(body) }),
      });
      const text = await response.text();
      const { status } = response;
      return { status, headers: response.headers, text, body: parse(text) };
    },
  };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** A member of an answer by its path; undefined where there is none. */
export function at(value: unknown, ...path: readonly (string | number)[]): unknown {
  let member = value;
  for (const key of path) {
    if (typeof member !== "object" || member === null) return undefined;
    member = Object.entries(member).find(([name]) => name === String(key))?.[1];
  }
  return member;
}

/** The id of what was made; fails the test when there is none. */
export function idIn(value: unknown, key = "id"): number {
  const id = at(value, key);
  if (typeof id === "number") return id;
  throw new Error(`no ${key} in ${JSON.stringify(value)}`);
}
