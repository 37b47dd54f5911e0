import type { Command, CommandInput, CommandOutput } from "@callbook/core/integration";

/** An input with ordinary values for what is not said: optional text without templates. Pure. */
export function input(
  wish: Pick<CommandInput, "name" | "description" | "example"> & Partial<CommandInput>,
): Omit<CommandInput, "order"> {
  return {
    displayName: wish.name,
    required: false,
    dataType: "string",
    default: null,
    valueList: [],
    allowList: false,
    contains: [],
    primary: false,
    connectorTemplates: false,
    multiline: false,
    ...wish,
  };
}

/** An output of the command's data, with a column in the result table when it has a name. Pure. */
export function output(
  path: string,
  dataType: CommandOutput["dataType"],
  exampleValues: CommandOutput["exampleValues"],
  more: Partial<Pick<CommandOutput, "contains" | "columnName">> = {},
): Omit<CommandOutput, "columnOrder"> {
  return {
    dataPath: `action_result.${path}`,
    dataType,
    exampleValues,
    contains: [],
    columnName: null,
    ...more,
  };
}

/** A command; inputs and columns are numbered in the order in which they are listed. Pure. */
export function command(
  wish: Omit<Command, "inputs" | "outputs" | "async" | "honoursIdempotencyKey" | "lock"> &
    Partial<Pick<Command, "async" | "honoursIdempotencyKey" | "lock">> & {
      readonly inputs: readonly Omit<CommandInput, "order">[];
      readonly outputs: readonly Omit<CommandOutput, "columnOrder">[];
    },
): Command {
  let column = 0;
  return {
    async: "none",
    honoursIdempotencyKey: false,
    lock: null,
    ...wish,
    inputs: wish.inputs.map((one, order) => ({ ...one, order })),
    outputs: wish.outputs.map((one) => ({
      ...one,
      columnOrder: one.columnName === null ? null : column++,
    })),
  };
}

/** Test Connection, which every integration has. */
export const testConnectionCommand: Command = command({
  name: "Test Connection",
  description: "Sends one request to the connection's Test path and tells whether it was accepted.",
  kind: "test",
  readOnly: true,
  icon: "plug-zap",
  inputs: [],
  outputs: [
    output("summary.status_code", "numeric", [200], { columnName: "Status Code" }),
    output("summary.reason", "string", ["OK"], { columnName: "Reason" }),
  ],
});
