import type { CommandOutcome, CommandRunner } from "@callbook/core/integration";
import { reasonPhrase } from "@callbook/core/request";
import { escapeTemplate } from "@callbook/core/template";

const name = "Test Connection";
const timeoutMs = 30_000;

/**
 * Runs Test Connection: the connection's Test method to its Request URL joined with its Test path.
 * 2xx after redirects is passed, all else failed.
 */
export const testConnection: CommandRunner = {
  describe: () => ({ method: "GET", async: "none" }),
  run: async ({ connection, request }): Promise<CommandOutcome> => {
    const path = connection.testPath.trim();
    const outcome = await request.send({
      command: name,
      method: connection.testMethod,
      // The path is no template, whatever it holds.
      url: path === "" ? "{{connector.restapi_url}}" : escapeTemplate(path),
      headers: null,
      body: null,
      timeoutMs,
      async: "none",
      fields: { url: path === "" ? "Request URL" : "Test path", headers: "Header", body: "Body" },
      allowNonJson: true,
    });
    const { response, trace } = outcome;
    if (!outcome.ok) {
      const { failure } = outcome;
      const field = failure.target.kind === "input" ? fieldOf(failure.target.input) : null;
      const target =
        field === null
          ? failure.target
          : { kind: "connection" as const, connectionId: connection.id, field };
      if (failure.statusCode !== 404 || failure.class !== "F-4xx") {
        return { kind: "failed", failure: { ...failure, target }, response, trace };
      }
      const remedy =
        "The service answers, but has nothing at this address: set a Test path that it answers with 200.";
      const testPath = {
        kind: "connection" as const,
        connectionId: connection.id,
        field: "testPath",
      };
      return { kind: "failed", failure: { ...failure, remedy, target: testPath }, response, trace };
    }
    const { status } = outcome.response;
    return {
      kind: "succeeded",
      data: [{ status_code: status }],
      summary: { status_code: status, reason: reasonPhrase(status) },
      message: "Test Connection Passed",
      response,
      trace,
    };
  },
};

/** The key of the form's field behind a label, so that the remedy's button opens it. */
function fieldOf(label: string): string | null {
  if (label === "Request URL") return "requestUrl";
  return label === "Test path" ? "testPath" : null;
}
