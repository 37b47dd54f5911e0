import type { Command, CommandInput, IntegrationManifest } from "@callbook/core/integration";
import { describe, expect, it } from "vitest";
import { planTest } from "./plan.ts";

const text = (name: string, more: Partial<CommandInput> = {}): CommandInput => ({
  name,
  displayName: name,
  description: "",
  example: "",
  order: 1,
  contains: [],
  dataType: "string",
  required: false,
  default: null,
  valueList: [],
  allowList: false,
  primary: false,
  connectorTemplates: false,
  multiline: false,
  ...more,
});

function planned(inputs: readonly CommandInput[], texts: Readonly<Record<string, string>>) {
  const command: Command = {
    name: "look up",
    description: "",
    kind: "investigate",
    readOnly: true,
    icon: "box",
    inputs,
    outputs: [],
    async: "none",
    honoursIdempotencyKey: false,
    lock: null,
  };
  const integration: IntegrationManifest = {
    key: "lookups",
    name: "Lookups",
    description: "",
    category: "Other",
    icon: "box",
    minVersion: "V1",
    deploymentOptions: [],
    origin: "system",
    commands: [command],
  };
  return planTest(integration, command, texts);
}

describe("what a test of a command sends", () => {
  it("are the values as they were typed", () => {
    expect(planned([text("ip"), text("note")], { ip: "192.0.2.1", note: "a, b" })).toEqual({
      ok: true,
      parameters: [{ ip: "192.0.2.1", note: "a, b" }],
    });
  });

  it("are several parameter objects for a comma list, where the input allows lists", () => {
    expect(planned([text("ip", { allowList: true })], { ip: "192.0.2.1, 192.0.2.2" })).toEqual({
      ok: true,
      parameters: [{ ip: "192.0.2.1" }, { ip: "192.0.2.2" }],
    });
  });

  it("has the default where nothing was typed", () => {
    const plan = planned([text("limit", { default: "10" })], {});
    expect(plan).toEqual({ ok: true, parameters: [{ limit: "10" }] });
  });
});

describe("a test that cannot be sent", () => {
  it("names the input that the command does not have", () => {
    expect(planned([text("ip")], { url: "x" })).toMatchObject({
      ok: false,
      failure: { class: "F-INPUT", field: "url", message: "There is no input url" },
    });
  });

  it("names the required input that has no value, also where a datapath gives none outside of a run", () => {
    for (const ip of ["", "{{#b_x:action_result.data.*.ip}}"])
      expect(planned([text("ip", { required: true })], { ip })).toMatchObject({
        ok: false,
        failure: { failureIndicator: "look up failed. Input: ip.", field: "ip" },
      });
  });

  it("names the input whose template is faulty", () => {
    expect(planned([text("ip")], { ip: "{{ip" })).toMatchObject({
      ok: false,
      failure: { class: "F-TEMPLATE", field: "ip" },
    });
  });
});
