/** Playbook documents that tests start from. */

interface Block {
  readonly id: string;
  readonly type: string;
  readonly name: string;
  readonly config: Readonly<Record<string, unknown>>;
}

/** Blocks in one column, each called by the one above it on its first port. */
function column(name: string, blocks: readonly (Block & { readonly port: string })[]): unknown {
  return {
    formatVersion: 1,
    name,
    description: "",
    blocks: blocks.map(({ port: _, ...block }, row) => ({
      ...block,
      version: 1,
      position: { x: 320, y: row * 144 },
      note: "",
    })),
    callbacks: blocks.slice(1).map((block, index) => ({
      id: `c_${index + 1}`,
      source: blocks[index]?.id,
      port: blocks[index]?.port,
      target: block.id,
    })),
  };
}

/** Start and End, nothing between. */
export function nothingBetween(name: string): unknown {
  return column(name, [
    { id: "b_start", type: "start", name: "start_1", port: "next", config: { inputs: [] } },
    { id: "b_end", type: "end", name: "end_1", port: "", config: { outputs: [] } },
  ]);
}

/** Start, one Send Request with these inputs, a Debug line, End with one output. */
export function oneRequest(
  name: string,
  connections: number | readonly number[],
  parameters: Readonly<Record<string, string>>,
): unknown {
  const connectionIds = typeof connections === "number" ? [connections] : connections;
  return column(name, [
    { id: "b_start", type: "start", name: "start_1", port: "next", config: { inputs: [] } },
    {
      id: "b_send",
      type: "action",
      name: "send_request_1",
      port: "success",
      config: {
        integrationKey: "rest-api-callback",
        command: "Send Request",
        connectionIds,
        parameters: { URL: "{{connector.restapi_url}}", ...parameters },
        handle: "abc",
        waitSeconds: 86_400,
        repeatSafe: false,
      },
    },
    {
      id: "b_log",
      type: "debug",
      name: "debug_1",
      port: "next",
      config: { message: "done", level: "info" },
    },
    {
      id: "b_end",
      type: "end",
      name: "end_1",
      port: "",
      config: { outputs: [{ id: "o_v", name: "v", value: "{{#b_send:action_result.data.*.v}}" }] },
    },
  ]);
}
