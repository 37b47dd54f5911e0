import { makeFailure } from "@callbook/core/failure";
import type { CommandOutcome, CommandRunner, RequestPlan } from "@callbook/core/integration";
import { isJsonObject, type JsonObject, own } from "@callbook/core/json";
import { escapeStrings } from "@callbook/core/template";
import { failedInput } from "./failed-input.ts";

const timeoutMs = 30_000;

/** What a command sends, made of its inputs; or the input that is wrong. */
export type JsonRequest =
  | { readonly path: string; readonly body?: JsonObject }
  | { readonly wrongInput: string; readonly message: string };

/** A command that sends one request and gets one JSON object. */
export interface JsonCommand {
  readonly name: string;
  readonly method: "GET" | "POST";
  /** Texts in it are sent as they are, not as templates. */
  readonly request: (parameter: JsonObject) => JsonRequest;
  /** Extra parts of the body that are templates, such as {{callback.url}}. */
  readonly templates?: JsonObject;
  readonly async?: "callback";
  /** The summary and the message that go with the answer. */
  readonly describe: (answer: JsonObject) => {
    readonly summary: JsonObject;
    readonly message: string;
  };
}

/** Makes the code of such a command. */
export function jsonCommand(command: JsonCommand): CommandRunner {
  const async = command.async ?? "none";
  return {
    describe: () => ({ method: command.method, async }),
    run: async ({ parameter, request }): Promise<CommandOutcome> => {
      const wanted = command.request(parameter);
      if ("wrongInput" in wanted)
        return failedInput(command.name, wanted.wrongInput, wanted.message);
      const outcome = await request.send(planOf(command, wanted));
      const { response, trace } = outcome;
      if (!outcome.ok) return { kind: "failed", failure: outcome.failure, response, trace };
      if (async === "callback") {
        return { kind: "waiting", outboundStatusCode: outcome.response.status, response, trace };
      }
      const answer = outcome.response.json;
      if (!isJsonObject(answer)) {
        const failure = makeFailure({
          class: "F-PARSE",
          command: command.name,
          place: { kind: "call" },
          message: "Response is not a JSON object",
          step: "verdict",
        });
        return { kind: "failed", failure, response, trace };
      }
      return { kind: "succeeded", data: [answer], ...command.describe(answer), response, trace };
    },
  };
}

function planOf(command: JsonCommand, wanted: { path: string; body?: JsonObject }): RequestPlan {
  const { body } = wanted;
  return {
    command: command.name,
    method: command.method,
    url: wanted.path,
    headers: null,
    // What came with the data of a run must not be read as a template: it could name a secret.
    body: body === undefined ? null : { ...withoutTemplates(body), ...command.templates },
    timeoutMs,
    async: command.async ?? "none",
    fields: { url: "URL", headers: "Header", body: "Body" },
    allowNonJson: false,
  };
}

function withoutTemplates(body: JsonObject): JsonObject {
  const escaped = escapeStrings(body);
  return isJsonObject(escaped) ? escaped : {};
}

/** A text input without the blanks around it; empty when it is not given. Pure. */
export function textOf(parameter: JsonObject, name: string): string {
  const value = own(parameter, name);
  return typeof value === "string" ? value.trim() : "";
}
