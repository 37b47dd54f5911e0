import { type Block, newBlock, newCallback, newDocument } from "@callbook/core/document";
import { expect, it } from "vitest";
import { catalogue } from "../catalogue/testing/catalogue.ts";
import { callPreview } from "./call-preview.ts";
import { failingField } from "./failing-field.ts";

function block(id: string, type: string, config: Block["config"]): Block {
  return newBlock({ id, type, version: 1, name: `${id.slice(2)}_1`, config });
}

const lookup = block("b_geolocate", "action", {
  integrationKey: "sample-intel",
  command: "geolocate ip",
  connectionIds: [7],
  parameters: { ip: "1.1.1.1" },
  handle: "",
  waitSeconds: 86_400,
  repeatSafe: false,
});
const playbook = newDocument({
  name: "Geolocate",
  blocks: [
    block("b_start", "start", { inputs: [] }),
    lookup,
    block("b_log", "debug", { message: "", level: "info" }),
    block("b_end", "end", { outputs: [{ id: "i_v", name: "verdict", value: "" }] }),
  ],
  callbacks: [
    newCallback({ id: "c_1", source: "b_start", port: "next", target: "b_geolocate" }),
    newCallback({ id: "c_2", source: "b_geolocate", port: "success", target: "b_log" }),
    newCallback({ id: "c_3", source: "b_geolocate", port: "error", target: "b_end" }),
  ],
});
const names = new Map([[7, "maxmind"]]);
const preview = (of: Block) => callPreview(playbook, of, catalogue, names);

it("D16: the preview of a call shows command, parameters, assets, callback and name", () => {
  expect(preview(lookup)).toEqual({
    command: "geolocate ip",
    parameters: { ip: "1.1.1.1" },
    assets: ["maxmind"],
    callback: ["log_1"],
    name: "geolocate_1",
  });
});

it("D18: without connections the preview of a call names none", () => {
  const everywhere = { ...lookup, config: { ...lookup.config, connectionIds: [] } };
  expect(preview(everywhere)?.assets).toBeNull();
});

it("a block that makes no call has no preview", () => {
  expect(playbook.blocks.filter(({ type }) => type !== "action").map(preview)).toEqual([
    null,
    null,
    null,
  ]);
});

it.each([
  ["b_geolocate", "ip", ["config", "parameters", "ip"]],
  ["b_geolocate", "Handle", ["config", "handle"]],
  ["b_log", "Message", ["config", "message"]],
  ["b_end", "verdict", ["config", "outputs", "i_v"]],
  ["b_end", "nowhere", null],
  ["b_gone", "ip", null],
])("C3: a failure of %s that names %s leads to the field %j", (blockId, named, path) => {
  expect(failingField(playbook, catalogue, blockId, named)).toEqual(path);
});
