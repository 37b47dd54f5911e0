import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { isJsonObject, type Json } from "../json/index.ts";
import { CATALOGUE_FORMAT, readContent, readManifest } from "./content.ts";

const golden: Json = JSON.parse(
  readFileSync(new URL("../../tests/golden/catalogue-1.json", import.meta.url), "utf8"),
);
const [rest, intel] = readContent(golden)?.integrations ?? [];

/** The golden catalogue with something else in its first integration. */
function withRest(changed: object): unknown {
  return {
    ...(isJsonObject(golden) ? golden : {}),
    integrations: [{ ...rest, ...changed }],
  };
}

describe("a catalogue as it was stored", () => {
  it("of the first format is read with all that it holds", () => {
    expect(readContent(golden)).toEqual(golden);
  });

  it("is read without what a later version of the program has added", () => {
    const later = withRest({ homepage: "https://example.org" });
    expect(readContent(later)?.integrations).toEqual([rest]);
  });

  it("is read with a category that is not known here, as another", () => {
    expect(readContent(withRest({ category: "Drones" }))?.integrations).toMatchObject([
      { key: rest?.key, category: "Other" },
    ]);
  });

  it.each([
    [
      "of a later format",
      { ...(isJsonObject(golden) ? golden : {}), format: CATALOGUE_FORMAT + 1 },
    ],
    ["with an integration that has no commands", withRest({ commands: null })],
    ["that is something else", [1, 2]],
    ["that is nothing", null],
  ])("%s is not guessed at", (_, value) => {
    expect(readContent(value)).toBeNull();
  });
});

describe("the declaration of an integration as it was stored", () => {
  it("is read, without what only the catalogue knows of it", () => {
    const { id: _, parameters: __, ...manifest } = intel ?? { id: 0, parameters: [] };
    expect(readManifest(intel)).toEqual(manifest);
    expect(manifest).toMatchObject({ isSample: true });
  });

  it("with an input of a type that is not known is none", () => {
    const [command] = rest?.commands ?? [];
    const inputs = [{ ...command?.inputs[0], dataType: "sound" }];
    expect(readManifest({ ...rest, commands: [{ ...command, inputs }] })).toBeNull();
  });
});
