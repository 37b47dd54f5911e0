import { CATEGORIES } from "@callbook/core/integration";
import { parseTemplate } from "@callbook/core/template";
import { describe, expect, it } from "vitest";
import { manifests } from "./manifests.ts";
import { runners } from "./runners.ts";

describe.each(manifests.map((manifest) => [manifest.name, manifest] as const))(
  "%s",
  (_name, manifest) => {
    it("has code for exactly the commands it declares, Test Connection among them", () => {
      const declared = manifest.commands.map(({ name }) => name);
      expect(Object.keys(runners[manifest.key] ?? {}).sort()).toEqual(declared.toSorted());
      expect(declared).toContain("Test Connection");
    });

    it("says for every command whether it answers at once as its code does", () => {
      for (const { name, async: declared } of manifest.commands) {
        const described = runners[manifest.key]?.[name]?.describe({ Async: "callback" });
        expect(described?.async).toBe(declared === "none" ? "none" : "callback");
      }
    });

    it("B5: every input has a description and an example, and its order is that of the list", () => {
      for (const command of manifest.commands) {
        expect(command.inputs.map(({ order }) => order)).toEqual(
          command.inputs.map((_input, index) => index),
        );
        for (const input of command.inputs) {
          expect(input.description).not.toBe("");
          expect(input.example).not.toBe("");
          expect(parseTemplate(input.example).ok).toBe(true);
          if (input.valueList.length > 0) expect(input.valueList).toContain(input.example);
        }
      }
    });

    it("is plain data that survives JSON, of a known category", () => {
      expect(JSON.parse(JSON.stringify(manifest))).toEqual(manifest);
      expect(CATEGORIES).toContain(manifest.category);
      expect(manifest.deploymentOptions).toHaveLength(4);
    });
  },
);

it("keys and command names are unique", () => {
  const keys = manifests.map(({ key }) => key);
  expect(new Set(keys).size).toBe(keys.length);
  for (const { commands } of manifests) {
    expect(new Set(commands.map(({ name }) => name)).size).toBe(commands.length);
  }
});

it("A4, A5, A6: REST API Callback has its version, category and four deployment options", () => {
  expect(manifests[0]).toMatchObject({
    name: "REST API Callback",
    category: "Other",
    minVersion: "V15.3.34.0",
    deploymentOptions: ["Option I", "Option II", "Option III", "Option IV"],
  });
});

it("D18: two integrations offer file reputation", () => {
  const offering = manifests.filter(({ commands }) =>
    commands.some(({ name }) => name === "file reputation"),
  );
  expect(offering.map(({ key }) => key)).toEqual(["sample-intel", "sample-sandbox"]);
});
