import { expect, it } from "vitest";
import { placeOfWait, waitIdOn } from "./day.ts";

const uuid = "0123abcd-0123-0123-0123-0123456789ab";

it.each([
  ["20261127", { day: "2026-11-27" }],
  ["19700108", { day: "1970-01-08" }],
  ["19700107", null],
  ["00010101", null],
  ["99901231", { day: "9990-12-31" }],
  ["99991231", null],
  ["20261327", null],
  ["20260230", null],
  ["2026\x0a7", null],
])("118: an id of a callback that begins with %j lies at %j", (day, place) => {
  expect(placeOfWait(`${day}-${uuid}`)).toEqual(place);
});

it("an id is made so that it is found", () => {
  expect(placeOfWait(waitIdOn("2026-11-27", uuid))).toEqual({ day: "2026-11-27" });
  expect(placeOfWait(uuid)).toBe("anywhere");
  expect(placeOfWait("")).toBeNull();
});
