/** A playbook that sends two requests to two connections for two addresses, and what a test needs to run it. */
import type { Api } from "../fixtures/api.ts";
import { numberOf } from "../fixtures/api.ts";
import { expect } from "../fixtures/test.ts";
import type { Answer, ReceivedRequest, ThirdParty } from "../fixtures/third-party.ts";
import { makeConnection, makePlaybook } from "./editor.ts";

export const addresses = ["203.0.113.1", "203.0.113.2"] as const;

/** Of the four executions of the first block one succeeds; of the second block none does. */
export function mostlyFailing(request: ReceivedRequest): Answer {
  if (request.path === `/a/ip/${addresses[0]}`) return { status: 200, body: { score: 91 } };
  const status = request.path.endsWith(addresses[0]) ? 404 : 503;
  return { status, body: { message: `no answer for ${request.path}` } };
}

export interface FanOut {
  readonly playbookId: number;
  readonly first: string;
  readonly second: string;
}

/**
 * start → partly (handle "abc", 1 of 4) → decision → hit, or missed which is not called;
 * start → none (no handle, 0 of 4) → on_error, or on_success which is not called.
 */
export async function makeFanOut(
  api: Api,
  thirdParty: ThirdParty,
  where: { name: string; site: string },
): Promise<FanOut> {
  const mark = where.name.slice(-8);
  const [first, second] = [`first ${mark}`, `second ${mark}`];
  const connect = async (name: string, path: string): Promise<number> =>
    await makeConnection(api, {
      name,
      site: where.site,
      url: `${thirdParty.url}/${path}`,
      address: thirdParty.address,
    });
  const connectionIds = [await connect(first, "a"), await connect(second, "b")];
  const send = (id: string, name: string, x: number, path: string, handle: string) => ({
    ...block(id, "action", name, x, 144),
    config: {
      integrationKey: "rest-api-callback",
      command: "Send Request",
      connectionIds,
      parameters: { URL: `${path}/{{playbook_input:#i_ip}}` },
      handle,
      waitSeconds: 86_400,
      repeatSafe: false,
    },
  });
  const debug = (id: string, name: string, x: number) => ({
    ...block(id, "debug", name, x, 480),
    config: { message: name, level: "info" },
  });
  const document = {
    formatVersion: 1,
    name: where.name,
    description: "",
    blocks: [
      {
        ...block("b_start", "start", "start_1", 336, 0),
        config: {
          inputs: [
            {
              id: "i_ip",
              name: "ip",
              dataType: "json",
              required: true,
              description: "",
              contains: ["ip"],
              default: JSON.stringify(addresses),
            },
          ],
        },
      },
      send("b_partly", "partly", 112, "ip", "abc"),
      send("b_none", "none", 560, "no", ""),
      {
        ...block("b_decision", "decision", "decision_1", 112, 320),
        config: {
          branches: [
            {
              id: "p_hit",
              name: "hit",
              logic: "and",
              comparisons: [
                { id: "k_1", left: "#b_partly:action_result.data.*.score", op: ">", right: "50" },
              ],
            },
          ],
          delimiter: ",",
          delimiterEnabled: true,
          caseSensitive: true,
        },
      },
      debug("b_hit", "hit", 0),
      debug("b_missed", "missed", 224),
      debug("b_on_success", "on_success", 448),
      debug("b_on_error", "on_error", 672),
    ],
    callbacks: [
      { id: "c_partly", source: "b_start", port: "next", target: "b_partly" },
      { id: "c_none", source: "b_start", port: "next", target: "b_none" },
      { id: "c_decide", source: "b_partly", port: "success", target: "b_decision" },
      { id: "c_hit", source: "b_decision", port: "p_hit", target: "b_hit" },
      { id: "c_missed", source: "b_decision", port: "else", target: "b_missed" },
      { id: "c_success", source: "b_none", port: "success", target: "b_on_success" },
      { id: "c_error", source: "b_none", port: "error", target: "b_on_error" },
    ],
  };
  return {
    playbookId: await makePlaybook(api, where.name, where.site, document),
    first,
    second,
  };
}

function block(id: string, type: string, name: string, x: number, y: number) {
  return { id, type, version: 1, name, position: { x, y }, note: "" };
}

/** Starts a test run of an unedited playbook. Gives its id. */
export async function startRun(api: Api, playbookId: number): Promise<number> {
  const started = await api.mutate("runs.startTest", { playbookId, seq: 0, inputs: {} });
  return numberOf(started, "runId");
}

/** Waits until a run has ended; gives its state. */
export async function endedRun(api: Api, id: number): Promise<void> {
  const state = async (): Promise<unknown> => {
    const run = await api.query("runs.get", { id });
    return typeof run === "object" && run !== null && "state" in run ? run.state : undefined;
  };
  await expect.poll(state, { timeout: 20_000 }).toMatch(/succeeded|failed|cancelled/);
}
