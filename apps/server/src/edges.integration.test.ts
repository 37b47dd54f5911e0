import { FORMAT_VERSION } from "@callbook/core/document";
import { member } from "@callbook/core/json";
import { OPERATION_VERSION } from "@callbook/core/operation";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { z } from "zod";
import type { Endpoint } from "./rest/endpoint.ts";
import { restEndpoints } from "./rest/endpoints/index.ts";
import { appRouter } from "./router.ts";
import { type EdgeCase, edgesOf, type Samples, sampleOf } from "./testing/edges.ts";
import { connectionForm, integrationId, makeWorld, testKey, type World } from "./testing/index.ts";
import { at } from "./testing/rest-client.ts";

/** What a place is called whose JSON Schema does not tell what it must look like. */
const samples = {
  email: "edge@example.org",
  path: "b_start",
  slot: "1:0",
  testKey: testKey(),
  operation: { kind: "setField", blockId: "b_start", path: ["name"], value: "x" },
  v: OPERATION_VERSION,
  formatVersion: FORMAT_VERSION,
  requestUrl: "http://127.0.0.1:9/",
  allowedAddress: "",
  command: "Send Request",
  code: "AAAA-AAAA-AAAA",
} satisfies Samples;

let world: World;
let cookie = "";
let token = "";

beforeAll(async () => {
  world = await makeWorld();
  const { owner, sites } = world;
  await owner.api.playbooks.create.mutate({ name: "P", siteId: sites.berlin });
  await owner.api.connections.create.mutate({
    integrationId: await integrationId(owner),
    form: connectionForm({ siteId: sites.berlin, requestUrl: "http://127.0.0.1:9/" }),
  });
  cookie = owner.cookie();
  ({ token } = await owner.api.tokens.create.mutate({ name: "edges" }));
}, 60_000);
afterAll(() => world.server.close());

interface Answer {
  readonly status: number;
  readonly text: string;
  /** Dotted paths of the places that it names. */
  readonly fields: readonly string[];
}

/** Longer than anything here takes on a machine that does other things as well. */
const STALL_MS = 15_000;
const ADDRESS_LIMIT = 8000;

async function judge(edge: EdgeCase, ask: () => Promise<Answer>): Promise<string | null> {
  const began = performance.now();
  const answer = await ask();
  const told = `${edge.title} -> ${answer.status} ${answer.text.slice(0, 200)}`;
  if (performance.now() - began > STALL_MS) return `stalled: ${told}`;
  if (answer.status >= 500 && answer.status !== 503) return `a bug: ${told}`;
  const place = edge.path.join(".");
  const names = answer.fields.some((field) => field === place || field.endsWith(`.${place}`));
  if (edge.kind === "past" && !(answer.status === 400 && names)) return `not refused: ${told}`;
  if (
    edge.kind === "past" &&
    !answer.text.replaceAll(/[,.](?=\d{3})/g, "").includes(String(edge.limit))
  )
    return `without the number: ${told}`;
  const isLimit = answer.text.includes("Too big") && names;
  return edge.kind === "fits" && isLimit ? `refused at its edge: ${told}` : null;
}

/** What went wrong, of many cases, some at a time. */
async function faultsOf(
  edges: readonly EdgeCase[],
  ask: (edge: EdgeCase) => Promise<Answer | null>,
): Promise<readonly string[]> {
  const faults: string[] = [];
  const left = [...edges];
  const work = async (): Promise<void> => {
    for (let edge = left.pop(); edge !== undefined; edge = left.pop()) {
      const driven = edge;
      const answer = await ask(driven);
      const fault = answer === null ? null : await judge(driven, async () => answer);
      if (fault !== null) faults.push(fault);
    }
  };
  await Promise.all(Array.from({ length: 6 }, work));
  return faults;
}

interface Procedure {
  readonly path: string;
  readonly type: string;
  readonly input: z.ZodType | null;
}

const flat: Readonly<Record<string, unknown>> = appRouter._def.procedures;
const procedures = Object.entries(flat).map(([path, one]): Procedure => {
  const def: unknown = typeof one === "function" && "_def" in one ? one._def : null;
  const inputs = member(def, "inputs");
  const input: unknown = Array.isArray(inputs) ? inputs[0] : null;
  return {
    path,
    type: String(member(def, "type")),
    input: (input as z.ZodType | undefined) ?? null,
  };
});

function trpcFields(text: string): readonly string[] {
  const refusal = at(JSON.parse(text), "error", "json", "data", "refusal");
  const listed = at(refusal, "fields");
  return Array.isArray(listed) ? listed.map((field) => String(at(field, "path"))) : [];
}

async function refusalIn(answer: Response): Promise<string> {
  const decoder = new TextDecoder();
  let text = "";
  for await (const part of answer.body ?? []) {
    text += decoder.decode(part, { stream: true });
    const refused = /event: serialized-error\ndata: (.*)\n/.exec(text)?.[1];
    if (refused !== undefined) return refused;
  }
  throw new Error(`the stream ended: ${text}`);
}

describe("118: every limit of every procedure, at its edge and one past it, and what nobody foresees", () => {
  // Signs the session out, which the others need.
  const driven = procedures.filter(
    ({ input, path }) => input !== null && path !== "session.signOut",
  );

  it.each(driven)("$path", { timeout: 180_000 }, async ({ path, type, input }) => {
    if (input === null) throw new Error("no input");
    const { server } = world;
    const ask = async ({ text, kind }: EdgeCase): Promise<Answer | null> => {
      const body = `{"json":${text}}`;
      const query = `?input=${encodeURIComponent(body)}`;
      if (type !== "mutation" && query.length > ADDRESS_LIMIT) return null;
      const headers = { origin: server.url, cookie, "content-type": "application/json" };
      const controller = new AbortController();
      const { signal } = controller;
      const answer =
        type === "mutation"
          ? await fetch(`${server.url}/trpc/${path}`, { method: "POST", headers, body, signal })
          : await fetch(`${server.url}/trpc/${path}${query}`, { headers, signal });
      if (answer.headers.get("content-type")?.startsWith("text/event-stream") === true) {
        // A stream tells its refusal as its first event; one that is not refused says nothing more.
        const refusal = kind === "past" ? await refusalIn(answer) : null;
        controller.abort();
        if (refusal === null) return { status: answer.status, text: "", fields: [] };
        return { status: 400, text: refusal, fields: trpcFields(`{"error":${refusal}}`) };
      }
      const said = await answer.text();
      return { status: answer.status, text: said, fields: trpcFields(said) };
    };
    expect(await faultsOf(edgesOf(input, samples), ask)).toEqual([]);
  });

  it("drives procedures that have limits", () => {
    const edges = driven.flatMap(({ input }) => (input === null ? [] : edgesOf(input, samples)));
    expect(edges.filter(({ kind }) => kind === "past").length).toBeGreaterThan(100);
  });
});

describe("118: the same by every operation of the API for scripts", () => {
  const parts = ["path", "query", "body"] as const;

  it.each(
    restEndpoints.map((endpoint) => ({ name: `${endpoint.method} ${endpoint.path}`, endpoint })),
  )("$name", { timeout: 180_000 }, async ({ endpoint }) => {
    const shapes = {
      path: endpoint.pathShape,
      query: endpoint.queryShape,
      body: endpoint.bodyShape,
    };
    for (const part of parts) {
      const shape = shapes[part];
      if (shape === null) continue;
      const ask = (edge: EdgeCase) => askOperation(endpoint, part, edge.text);
      expect(await faultsOf(edgesOf(shape, samples), ask)).toEqual([]);
    }
  });
});

async function askOperation(
  endpoint: Endpoint,
  part: "path" | "query" | "body",
  text: string,
): Promise<Answer | null> {
  const value = (of: "path" | "query" | "body", shape: z.ZodType | null): unknown =>
    of === part
      ? JSON.parse(text)
      : shape === null
        ? null
        : sampleOf(shape, {
            ...samples,
            id: endpoint.path.includes("/commands/") ? "1:Send Request" : "1",
          });
  const path = endpoint.path.replaceAll(/\{(\w+)\}/g, (_whole, name: string) =>
    encodeURIComponent(
      written(member(value("path", endpoint.pathShape), name) ?? "1").toWellFormed(),
    ),
  );
  const query = new URLSearchParams(
    entriesOf(value("query", endpoint.queryShape)).map(([name, one]): [string, string] => [
      name,
      written(one),
    ]),
  );
  const url = `${world.server.url}${path}?${query.toString()}`;
  // An empty part is another address, and what is longer does not pass a server of HTTP.
  if (url.length > ADDRESS_LIMIT || /\/(\.\.)?(\/|\?)/.test(url.slice(8))) return null;
  const body =
    endpoint.bodyShape === null
      ? null
      : part === "body"
        ? text
        : JSON.stringify(sampleOf(endpoint.bodyShape, samples));
  const controller = new AbortController();
  const answer = await fetch(url, {
    method: endpoint.method.toUpperCase(),
    headers: {
      authorization: `Bearer ${token}`,
      ...(body === null ? {} : { "content-type": "application/json" }),
    },
    signal: controller.signal,
    ...(body === null ? {} : { body }),
  });
  if (answer.headers.get("content-type")?.startsWith("text/event-stream") === true) {
    controller.abort();
    return { status: answer.status, text: "", fields: [] };
  }
  const said = await answer.text();
  // Of several faults each has its line; the first is also named apart.
  const lines = said === "" ? [] : String(at(JSON.parse(said), "message")).split("\n");
  const named = lines.flatMap((line) => /^([\w.]+): /.exec(line)?.[1] ?? []);
  const field = said === "" ? undefined : at(JSON.parse(said), "field");
  return {
    status: answer.status,
    text: said,
    fields: typeof field === "string" ? [field, ...named] : named,
  };
}

function entriesOf(value: unknown): readonly (readonly [string, unknown])[] {
  return typeof value === "object" && value !== null ? Object.entries(value) : [];
}

function written(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}
