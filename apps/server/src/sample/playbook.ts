import {
  type Block,
  newBlock,
  newCallback,
  newDocument,
  type PlaybookDocument,
} from "@callbook/core/document";

/** Numbers of the connections that the sample's actions use. */
export interface SampleConnections {
  readonly intel: number;
  readonly chat: number;
}

function block(
  id: string,
  type: string,
  name: string,
  position: readonly [number, number],
  config: Block["config"],
): Block {
  const [x, y] = position;
  return newBlock({ id, type, version: 1, name, position: { x, y }, config });
}

/** How long an answer by callback may take. */
const DAY_SECONDS = 86_400;

function action(
  integrationKey: string,
  command: string,
  connectionId: number,
  parameters: Record<string, string>,
): Block["config"] {
  return {
    integrationKey,
    command,
    connectionIds: [connectionId],
    parameters,
    handle: "",
    waitSeconds: DAY_SECONDS,
    repeatSafe: false,
  };
}

/** Pixels between columns; a block is 192 wide. */
const COLUMN = 224;
/** Tops of the rows, with room for pills and bends between them. */
const ROW = { start: 0, lookups: 64, decision: 208, actions: 352, end: 512 } as const;

/**
 * "Triage a suspicious IP": two lookups, a decision, a ticket, a message that fails, and a file
 * that is opened in the sandbox when the address is only suspicious.
 */
export function samplePlaybook({ intel, chat }: SampleConnections): PlaybookDocument {
  return newDocument({
    name: "Triage a suspicious IP",
    description:
      "Looks an address up in two ways, opens a ticket when its score is high, and tells the team. The message to the team fails on purpose: its Error tab says why.",
    blocks: [...lookups(intel), decision(), ...actions(intel, chat), ending()],
    callbacks: [
      newCallback({ id: "c_1", source: "b_start", port: "next", target: "b_geolocate" }),
      newCallback({ id: "c_2", source: "b_start", port: "next", target: "b_reputation" }),
      newCallback({ id: "c_3", source: "b_geolocate", port: "success", target: "b_decision" }),
      newCallback({ id: "c_4", source: "b_reputation", port: "success", target: "b_decision" }),
      newCallback({ id: "c_5", source: "b_decision", port: "i_bad", target: "b_tell" }),
      newCallback({ id: "c_6", source: "b_decision", port: "i_bad", target: "b_ticket" }),
      newCallback({ id: "c_7", source: "b_decision", port: "i_unclear", target: "b_detonate" }),
      newCallback({ id: "c_8", source: "b_decision", port: "else", target: "b_harmless" }),
      newCallback({ id: "c_9", source: "b_tell", port: "error", target: "b_not_told" }),
      newCallback({ id: "c_10", source: "b_ticket", port: "success", target: "b_end" }),
      newCallback({ id: "c_11", source: "b_detonate", port: "success", target: "b_end" }),
      newCallback({ id: "c_12", source: "b_harmless", port: "next", target: "b_end" }),
    ],
  });
}

const IP = "{{playbook_input:#i_ip}}";
const SCORE = "#b_reputation:action_result.data.*.score";
const COUNTRY = "#b_geolocate:action_result.data.*.country_name";

function lookups(intel: number): Block[] {
  const input = { dataType: "string", required: true };
  return [
    block("b_start", "start", "start_1", [COLUMN + 128, ROW.start], {
      inputs: [
        {
          id: "i_ip",
          name: "ip",
          ...input,
          default: "203.0.113.66",
          contains: ["ip"],
          description: "The address to look at.",
        },
        {
          id: "i_hash",
          name: "file_hash",
          ...input,
          contains: ["hash", "md5"],
          default: "44d88612fea8a8f36de82e1278abb02f",
          description: "A file that came from this address.",
        },
      ],
    }),
    block(
      "b_geolocate",
      "action",
      "geolocate_ip_1",
      [COLUMN, ROW.lookups],
      action("sample-intel", "geolocate ip", intel, { ip: IP }),
    ),
    block(
      "b_reputation",
      "action",
      "ip_reputation_1",
      [2 * COLUMN, ROW.lookups],
      action("sample-intel", "ip reputation", intel, { ip: IP }),
    ),
  ];
}

function decision(): Block {
  const atLeast = (id: string, name: string, score: string) => ({
    id,
    name,
    logic: "and",
    comparisons: [{ id: `${id}_score`, left: SCORE, op: ">=", right: score }],
  });
  return block("b_decision", "decision", "decision_1", [COLUMN + 112, ROW.decision], {
    branches: [atLeast("i_bad", "malicious", "80"), atLeast("i_unclear", "suspicious", "30")],
    delimiter: ",",
    delimiterEnabled: false,
    caseSensitive: true,
  });
}

function actions(intel: number, chat: number): Block[] {
  return [
    block(
      "b_ticket",
      "action",
      "create_ticket_1",
      [COLUMN, ROW.actions],
      action("sample-intel", "create ticket", intel, {
        title: `Suspicious address ${IP}`,
        severity: "high",
        description: `Score {{${SCORE}}}, seen in {{${COUNTRY}}}`,
      }),
    ),
    block(
      "b_tell",
      "action",
      "send_request_1",
      [0, ROW.actions],
      action("rest-api-callback", "Send Request", chat, {
        URL: "{{connector.restapi_url}}/fail/503",
        Method: "POST",
        Body: `{"text": "Suspicious address ${IP}"}`,
      }),
    ),
    block(
      "b_detonate",
      "action",
      "detonate_file_1",
      [2 * COLUMN, ROW.actions],
      action("sample-intel", "detonate file", intel, { hash: "{{playbook_input:#i_hash}}" }),
    ),
    block("b_harmless", "debug", "debug_1", [3 * COLUMN, ROW.actions], {
      message: `${IP} is harmless: its score is {{${SCORE}}}`,
      level: "info",
    }),
    block("b_not_told", "debug", "debug_2", [48, ROW.end], {
      message: "The team was not told: {{#b_tell:action_result.error.message}}",
      level: "warning",
    }),
  ];
}

function ending(): Block {
  return block("b_end", "end", "end_1", [2 * COLUMN, ROW.end], {
    outputs: [
      { id: "i_out_score", name: "score", value: SCORE },
      { id: "i_out_country", name: "country", value: COUNTRY },
      { id: "i_out_ticket", name: "ticket", value: "#b_ticket:action_result.data.*.id" },
    ],
  });
}
