import type { IntegrationManifest } from "@callbook/core/integration";
import { command, input, output, testConnectionCommand } from "../declare/command.ts";

/** Names, texts and version of D3 SOAR's integration of the same name. */
export const restApiCallback: IntegrationManifest = {
  key: "rest-api-callback",
  name: "REST API Callback",
  description:
    "Sends asynchronous REST requests to any third party. Its answer, or a later callback to a URL that goes out with the request, becomes the result of the block.",
  category: "Other",
  minVersion: "V15.3.34.0",
  deploymentOptions: ["Option I", "Option II", "Option III", "Option IV"],
  origin: "system",
  icon: "webhook",
  commands: [
    testConnectionCommand,
    command({
      name: "Send Request",
      description: "Sends a REST request and, if asked to, waits for the third party's callback.",
      kind: "generic",
      readOnly: false,
      icon: "send",
      async: "input",
      inputs: [
        input({
          name: "URL",
          required: true,
          default: "{{connector.restapi_url}}",
          contains: ["url"],
          primary: true,
          connectorTemplates: true,
          description:
            "Where the request goes. A complete URL is used as it is; anything else is joined to the Request URL of the connection.",
          example: "{{connector.restapi_url}}/v1/alerts",
        }),
        input({
          name: "Method",
          valueList: ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"],
          description: "HTTP method. Left empty: POST when there is a Body, else GET.",
          example: "POST",
        }),
        input({
          name: "Header",
          dataType: "json",
          connectorTemplates: true,
          multiline: true,
          description:
            "JSON object of header names and values. A header written here beats the automatic one of the same name.",
          example: '{"d3key":"{{connector.restapi_bearertoken}}"}',
        }),
        input({
          name: "Body",
          dataType: "json",
          connectorTemplates: true,
          multiline: true,
          description:
            "JSON object with the data to send, or one template that yields such an object.",
          example: '{"name":"{{connector.DOC_TEST}}"}',
        }),
        input({
          name: "Async",
          valueList: ["none", "callback"],
          default: "none",
          description:
            "callback: the block waits until the third party calls the URL of {{callback.url}}, or of the header Callback-URL when that template occurs nowhere.",
          example: "callback",
        }),
        input({
          name: "Timeout",
          dataType: "numeric",
          default: "30",
          description: "Seconds to wait for the whole answer, 1 to 600.",
          example: "30",
        }),
      ],
      outputs: [
        output("data", "json", [[{ id: 7, status: "ok" }]]),
        output("summary.status_code", "numeric", [200], { columnName: "Status Code" }),
        output("summary.reason", "string", ["OK"], { columnName: "Reason" }),
        output("summary.content_type", "string", ["application/json"], {
          columnName: "Content Type",
        }),
        output("summary.size", "numeric", [1024], { columnName: "Bytes" }),
      ],
    }),
  ],
};
