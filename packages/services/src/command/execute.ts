import type { Failure, TraceStep } from "@callbook/core/failure";
import type {
  CommandOutcome,
  ConnectionWithSecrets,
  FilledInputs,
} from "@callbook/core/integration";
import type { JsonObject } from "@callbook/core/json";
import type { CallbackValues } from "@callbook/core/request";
import type { ExecuteRequest } from "@callbook/engine";
import { runCommand } from "@callbook/outbound";
import { useOf } from "../connection/access/choose.ts";
import { connectionFailure, unusable } from "../connection/access/usable.ts";
import { openRecord } from "../connection/record/open-record.ts";
import type { Installation } from "../context.ts";
import { runnerOf } from "./runner-of.ts";

/** One execution on a connection whose secrets are at hand. */
export interface Execution {
  readonly secrets: ConnectionWithSecrets;
  readonly integrationKey: string;
  readonly command: string;
  /** After stage one, without `context`. */
  readonly parameter: JsonObject;
  readonly filled?: FilledInputs;
  readonly callback: CallbackValues | null;
  readonly idempotencyKey: string | null;
  readonly signal: AbortSignal | null;
  /** Of the command or by the author's tick; left out: what the command declares. */
  readonly honoursIdempotencyKey?: boolean;
  readonly cancelledBy?: () => string | null;
  readonly beforeSend?: (info: { readonly method: string }) => Promise<void>;
  readonly onTrace?: (trace: readonly TraceStep[]) => void;
}

/** Runs a command through the one door. Failures are outcomes. */
export async function executeCommand(
  installation: Pick<Installation, "runners" | "door" | "egress" | "integrations">,
  execution: Execution,
): Promise<CommandOutcome> {
  const { secrets, integrationKey, command, parameter, honoursIdempotencyKey, ...rest } = execution;
  const runner = runnerOf(installation, integrationKey, command);
  if (runner === null)
    return {
      kind: "failed",
      failure: connectionFailure.withoutCode(command, secrets.connection),
      response: null,
      trace: [],
    };
  const declared = installation.integrations
    .find(({ manifest }) => manifest.key === integrationKey)
    ?.manifest.commands.find(({ name }) => name === command);
  return runCommand(runner, parameter, {
    ...rest,
    door: installation.door,
    policy: installation.egress,
    secrets,
    honoursIdempotencyKey: honoursIdempotencyKey ?? declared?.honoursIdempotencyKey ?? false,
  });
}

/**
 * One execution of a run. Site, permission and Active are asked again, on a row that is at most a
 * second old, so that what was allowed when a long run began is not what counts.
 */
export async function executeForRun(
  installation: Installation,
  request: ExecuteRequest,
): Promise<CommandOutcome> {
  const { command, connectionId, integrationKey, run } = request;
  const use = await useOf(installation, { ...run, command });
  const gone = connectionFailure.gone(command, connectionId);
  const opened = await openRecord(installation, connectionId, gone, (record) =>
    unusable(record, use),
  );
  if ("refused" in opened) return failed(opened.refused);
  const { parameter, callback, idempotencyKey, signal, beforeSend } = request;
  return executeCommand(installation, {
    secrets: opened.secrets,
    integrationKey,
    command,
    parameter,
    callback,
    idempotencyKey,
    signal,
    beforeSend,
    honoursIdempotencyKey: request.honoursIdempotencyKey,
    ...(request.filled === undefined ? {} : { filled: request.filled }),
  });
}

function failed(failure: Failure): CommandOutcome {
  return { kind: "failed", failure, response: null, trace: [] };
}
