import type { StartInput } from "@callbook/core/input";
import { describe, expect, it } from "vitest";
import { shownText, writtenValues } from "./run-texts.ts";

const inputNamed = (name: string): StartInput => ({
  id: "i_1",
  name,
  dataType: "string",
  required: false,
  description: "",
  contains: [],
  default: null,
});

describe("114: the form before a run", () => {
  it.each(["constructor", "toString", "hasOwnProperty", "prototype", "__proto__"])(
    "an input named %s is empty at first, and can be filled in",
    (name) => {
      const input = inputNamed(name);
      expect(shownText({}, input)).toBe("");
      expect(writtenValues([input], {})).toEqual({});
      const texts = { [name]: "x" };
      expect(shownText(texts, input)).toBe("x");
      expect(Object.entries(writtenValues([input], texts))).toEqual([[name, "x"]]);
    },
  );
});
