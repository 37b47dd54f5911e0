import type { Command, CommandInput } from "@callbook/core/integration";
import { expect, it } from "vitest";
import {
  controlOf,
  inputNamed,
  missingInputs,
  parameterOf,
  startValues,
} from "./command-inputs.ts";

function input(part: Partial<CommandInput>): CommandInput {
  return {
    name: "url",
    displayName: "URL",
    required: true,
    dataType: "string",
    default: null,
    valueList: [],
    allowList: false,
    contains: [],
    primary: false,
    order: 0,
    description: "",
    example: "",
    connectorTemplates: true,
    multiline: false,
    ...part,
  };
}

const command: Command = {
  name: "Send Request",
  description: "",
  kind: "generic",
  readOnly: false,
  icon: "send",
  inputs: [
    input({ default: "{{connector.restapi_url}}" }),
    input({ name: "header", displayName: "Header", required: false, dataType: "json" }),
  ],
  outputs: [],
  async: "none",
  honoursIdempotencyKey: false,
  lock: null,
};

it.each([
  [{ valueList: ["GET", "POST"] }, "menu"],
  [{ dataType: "boolean" }, "boolean"],
  [{ dataType: "json" }, "json"],
  [{ dataType: "password" }, "password"],
  [{ dataType: "numeric" }, "number"],
  [{ multiline: true }, "text"],
  [{}, "line"],
] as const)("an input declared as %j gets the control %s", (part, control) => {
  expect(controlOf(input(part))).toBe(control);
});

it("the form starts with the defaults of the declaration", () => {
  expect(startValues(command)).toEqual({ url: "{{connector.restapi_url}}", header: "" });
});

it("an empty required input is named before anything is sent, an optional one is left out", () => {
  expect(missingInputs(command, { url: " ", header: "" })).toEqual({ url: "URL is required" });
  expect(parameterOf({ url: "/x", header: "" })).toEqual({ url: "/x" });
});

it("C3: a failure finds its input by label or by name", () => {
  expect(inputNamed(command, "Header")?.name).toBe("header");
  expect(inputNamed(command, "URL")?.name).toBe("url");
  expect(inputNamed(command, "Message")).toBeNull();
  expect(inputNamed(command, null)).toBeNull();
});
