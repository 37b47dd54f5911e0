/** The playbooks that are measured, as documents of format 1, which every version of the product takes. */

/** A block in its place from the top. */
interface Drawn {
  readonly id: string;
  readonly type: string;
  readonly name: string;
  readonly config: unknown;
}

/** The port of a block, and the block that it leads to. */
type Wire = readonly [source: string, port: string, target: string];

function documentOf(name: string, blocks: readonly Drawn[], wires: readonly Wire[]): unknown {
  return {
    formatVersion: 1,
    name,
    description: "",
    blocks: blocks.map((block, place) => ({
      ...block,
      version: 1,
      position: { x: 0, y: 128 * place },
      note: "",
    })),
    callbacks: wires.map(([source, port, target], place) => ({
      id: `c_${place + 1}`,
      source,
      port,
      target,
    })),
  };
}

function start(inputs: Readonly<Record<string, string>>): Drawn {
  const declared = Object.entries(inputs).map(([name, dataType]) => ({
    id: `i_${name}`,
    name,
    dataType,
    required: true,
    default: null,
    description: "",
    contains: [],
  }));
  return { id: "b_start", type: "start", name: "start", config: { inputs: declared } };
}

function end(outputs: Readonly<Record<string, string>>): Drawn {
  const named = Object.entries(outputs).map(([name, value]) => ({ id: `o_${name}`, name, value }));
  return { id: "b_end", type: "end", name: "end", config: { outputs: named } };
}

function request(
  id: string,
  connectionId: number,
  parameters: Readonly<Record<string, string>>,
): Drawn {
  const config = {
    integrationKey: "rest-api-callback",
    command: "Send Request",
    connectionIds: [connectionId],
    parameters,
    handle: "",
    waitSeconds: 86_400,
    repeatSafe: false,
  };
  return { id, type: "action", name: id.slice(2), config };
}

const score = "action_result.data.*.score";

/** HTTP GET, decision on its score, End with one output. */
export function straightPlaybook(connectionId: number): unknown {
  const comparison = { id: "cm_1", left: `#b_get:${score}`, op: ">", right: "50" };
  const branch = { id: "br_bad", name: "if", logic: "or", comparisons: [comparison] };
  const rules = { delimiter: ",", delimiterEnabled: true, caseSensitive: true };
  return documentOf(
    "Straight line",
    [
      start({}),
      request("b_get", connectionId, { URL: "{{connector.restapi_url}}/ip", Method: "GET" }),
      {
        id: "b_decide",
        type: "decision",
        name: "decide",
        config: { branches: [branch], ...rules },
      },
      end({ score: `{{#b_get:${score}}}` }),
    ],
    [
      ["b_start", "next", "b_get"],
      ["b_get", "success", "b_decide"],
      ["b_decide", "br_bad", "b_end"],
    ],
  );
}

/** HTTP GET that is answered with 500, and nobody who minds. */
export function failingPlaybook(connectionId: number): unknown {
  return documentOf(
    "Failing line",
    [
      start({}),
      request("b_get", connectionId, { URL: "{{connector.restapi_url}}/fault", Method: "GET" }),
      end({ score: `{{#b_get:${score}}}` }),
    ],
    [
      ["b_start", "next", "b_get"],
      ["b_get", "success", "b_end"],
    ],
  );
}

/** Debug blocks in a row, each of which writes a line with an input in it. */
export function purePlaybook(blocks: number): unknown {
  const ids = Array.from({ length: blocks }, (_, place) => `b_${place}`);
  const config = { message: "step {{playbook_input:#i_n}}", level: "info" };
  const path = ["b_start", ...ids, "b_end"];
  return documentOf(
    "Pure line",
    [
      start({ n: "numeric" }),
      ...ids.map((id) => ({ id, type: "debug", name: `debug_${id.slice(2)}`, config })),
      end({ n: "{{playbook_input:#i_n}}" }),
    ],
    path.slice(1).map((target, place): Wire => [path[place] ?? "", "next", target]),
  );
}

/** One action over all rows of an input, which are as many calls. */
export function fanOutPlaybook(connectionId: number): unknown {
  const url = "{{connector.restapi_url}}/ip?ip={{playbook_input:#i_ips.*}}";
  return documentOf(
    "Fan-out",
    [
      start({ ips: "json" }),
      request("b_get", connectionId, { URL: url, Method: "GET" }),
      end({ scores: `{{#b_get:${score}}}` }),
    ],
    [
      ["b_start", "next", "b_get"],
      ["b_get", "success", "b_end"],
    ],
  );
}

/** A request that takes a callback URL with it; the run waits until the third party calls it. */
export function waitingPlaybook(connectionId: number): unknown {
  const parameters = {
    URL: "{{connector.restapi_url}}/async",
    Method: "POST",
    Body: '{"callback":"{{callback.url}}"}',
    Async: "callback",
  };
  return documentOf(
    "Waiting line",
    [start({}), request("b_ask", connectionId, parameters), end({ score: `{{#b_ask:${score}}}` })],
    [
      ["b_start", "next", "b_ask"],
      ["b_ask", "success", "b_end"],
    ],
  );
}
