/** The straight playbook: HTTP GET, decision on its score, End with one output. */
export function straightPlaybook(connectionId: number): unknown {
  const block = (id: string, type: string, name: string, y: number, config: unknown): unknown => ({
    id,
    type,
    version: 1,
    name,
    position: { x: 0, y },
    note: "",
    config,
  });
  return {
    formatVersion: 1,
    name: "Straight line",
    description: "",
    blocks: [
      block("b_start", "start", "start", 0, { inputs: [] }),
      block("b_get", "action", "send_request_1", 96, {
        integrationKey: "rest-api-callback",
        command: "Send Request",
        connectionIds: [connectionId],
        parameters: { URL: "{{connector.restapi_url}}", Method: "GET" },
        handle: "",
        waitSeconds: 86_400,
        repeatSafe: false,
      }),
      block("b_decide", "decision", "decision_1", 224, {
        branches: [
          {
            id: "br_bad",
            name: "if",
            logic: "or",
            comparisons: [
              { id: "cm_1", left: "#b_get:action_result.data.*.score", op: ">", right: "50" },
            ],
          },
        ],
        delimiter: ",",
        delimiterEnabled: true,
        caseSensitive: true,
      }),
      block("b_end", "end", "end", 352, {
        outputs: [{ id: "o_score", name: "score", value: "{{#b_get:action_result.data.*.score}}" }],
      }),
    ],
    callbacks: [
      { id: "c_1", source: "b_start", port: "next", target: "b_get" },
      { id: "c_2", source: "b_get", port: "success", target: "b_decide" },
      { id: "c_3", source: "b_decide", port: "br_bad", target: "b_end" },
    ],
  };
}
