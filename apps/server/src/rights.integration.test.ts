/**
 * 61, 65 and 116: every procedure and every route, for everybody, on what is his site's, what is shared,
 * what is another site's and what is not there. Codes are held against what is written down by hand;
 * bodies must not tell what is foreign from what is absent, nor anything of the foreign site.
 */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { restEndpoints } from "./rest/endpoints/index.ts";
import { appRouter } from "./router.ts";
import { rawCall } from "./testing/raw-call.ts";
import { type Expectation, type Place, PROCEDURES, ROUTES } from "./testing/rights/expected.ts";
import { CALLS, INPUTS } from "./testing/rights/requests.ts";
import { type Asking, makeRightsWorld, type RightsWorld } from "./testing/rights/subjects.ts";

let world: RightsWorld;
beforeAll(async () => {
  world = await makeRightsWorld();
}, 120_000);
afterAll(() => world.close());

interface Answer {
  readonly status: number;
  readonly text: string;
}

const PLACES = ["own", "shared", "foreign", "absent"] as const satisfies readonly Place[];

const flat: Readonly<Record<string, unknown>> = appRouter._def.procedures;
const routeNames = restEndpoints.map(({ method, path }) => `${method.toUpperCase()} ${path}`);

function typeOf(path: string): "query" | "mutation" | "subscription" {
  const one = flat[path];
  const def: unknown = typeof one === "function" && "_def" in one ? one._def : null;
  const type = typeof def === "object" && def !== null && "type" in def ? def.type : null;
  const found = (["query", "mutation", "subscription"] as const).find((name) => name === type);
  if (found === undefined) throw new Error(path);
  return found;
}

/** "ok" is what is no matter of rights; a bug is none of these. */
function outcomeOf({ status, text }: Answer): string {
  if (status >= 500) throw new Error(text);
  return [401, 403, 404].includes(status) ? String(status) : "ok";
}

/** Which topic was refused repeats what was asked. */
function told({ text }: Answer): string {
  return text.replaceAll(/\b(run|playbook):\d+/g, "$1:#");
}

async function hold(
  expected: Expectation,
  call: (asking: Asking, place: Place) => Promise<Answer>,
): Promise<void> {
  const answers = new Map<string, Answer>();
  const outcomes: Partial<Record<Place, string>> = {};
  for (const place of PLACES) {
    if (expected[place] === undefined) continue;
    const line: string[] = [];
    for (const asking of world.asking) {
      const answer = await call(asking, place);
      line.push(outcomeOf(answer));
      answers.set(`${asking.who} ${place}`, answer);
      if (asking.who !== "owner") expect(answer.text).not.toMatch(world.mark);
    }
    outcomes[place] = line.join(" ");
  }
  expect(outcomes).toEqual(expected);
  for (const { who } of world.asking) {
    const [foreign, absent] = [answers.get(`${who} foreign`), answers.get(`${who} absent`)];
    if (who === "owner" || foreign === undefined || absent === undefined) continue;
    expect(told(foreign), `${who} tells foreign from absent`).toBe(told(absent));
  }
}

describe("every procedure", () => {
  it("has its row, and one without fails here", () => {
    expect(Object.keys(flat).toSorted()).toEqual(Object.keys(PROCEDURES).toSorted());
  });

  const called = Object.keys(PROCEDURES).filter((path) => INPUTS[path] !== undefined);
  it("is called but for those of the sign-in screen", () => {
    const apart = Object.keys(PROCEDURES).filter((path) => !called.includes(path));
    expect(apart.filter((path) => !path.startsWith("session."))).toEqual([]);
  });

  it.each(called)("%s", async (path) => {
    await hold(PROCEDURES[path] ?? {}, async ({ person }, place) => {
      const input = await INPUTS[path]?.(world, place);
      const cookie = person?.cookie() ?? "";
      const { status, code, text } = await rawCall(
        world.server.url,
        path,
        typeOf(path),
        input,
        cookie,
      );
      // A stream is opened before it says that nobody may read it.
      return { status: code === "UNAUTHENTICATED" ? 401 : status, text };
    });
  });
});

describe("every route", () => {
  it("has its row and its call, and one without fails here", () => {
    expect(routeNames.toSorted()).toEqual(Object.keys(ROUTES).toSorted());
    expect(Object.keys(CALLS).toSorted()).toEqual(Object.keys(ROUTES).toSorted());
  });

  it.each(Object.keys(ROUTES))("%s", async (name) => {
    const [method = ""] = name.split(" ");
    await hold(ROUTES[name] ?? {}, async ({ script }, place) => {
      const route = await CALLS[name]?.(world, place);
      if (route === undefined) throw new Error(name);
      return script.call(method, route.path, route.body);
    });
  });
});
