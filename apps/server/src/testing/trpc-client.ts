import { plainJson } from "@callbook/core/json";
import { createTRPCClient, httpBatchLink, TRPCClientError } from "@trpc/client";
import type { AppRouter } from "../router.ts";
import type { ShownRefusal } from "../trpc/refusal.ts";

/** The procedures over real HTTP, with one browser's cookies. */
export type Client = ReturnType<typeof clientOf>["api"];

/** A browser of its own: it keeps the cookies it gets and sends the Origin of the server's page. */
export function clientOf(url: string) {
  const jar = new Map<string, string>();
  const cookie = () => [...jar].map(([name, value]) => `${name}=${value}`).join("; ");
  const api = createTRPCClient<AppRouter>({
    links: [
      httpBatchLink({
        url: `${url}/trpc`,
        transformer: plainJson,
        maxItems: 20,
        headers: () => ({ origin: url, ...(jar.size > 0 ? { cookie: cookie() } : {}) }),
        fetch: async (input, init) => {
          const response = await fetch(input, { ...init, body: init?.body ?? null } as RequestInit);
          for (const line of response.headers.getSetCookie()) keep(jar, line);
          return response;
        },
      }),
    ],
  });
  return { api, cookie };
}

function keep(jar: Map<string, string>, line: string): void {
  const [pair = "", ...attributes] = line.split(";");
  const at = pair.indexOf("=");
  const name = pair.slice(0, at).trim();
  if (attributes.some((attribute) => /^\s*max-age=0\s*$/i.test(attribute))) jar.delete(name);
  else jar.set(name, pair.slice(at + 1));
}

/** The refusal a call was answered with; fails the test when it was answered otherwise. */
export async function refusalOf(call: Promise<unknown>): Promise<ShownRefusal> {
  try {
    const answer = await call;
    throw new Error(`it was done: ${JSON.stringify(answer)}`);
  } catch (error) {
    const data: unknown = error instanceof TRPCClientError ? error.data : null;
    if (typeof data === "object" && data !== null && "refusal" in data && isRefusal(data.refusal))
      return data.refusal;
    throw error;
  }
}

function isRefusal(value: unknown): value is ShownRefusal {
  return typeof value === "object" && value !== null && "code" in value;
}
