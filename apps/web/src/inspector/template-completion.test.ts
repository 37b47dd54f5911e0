import { describe, expect, it } from "vitest";
import { completed, inserted, openExpression } from "./template-completion.ts";

/** The caret stands at the bar. */
function at(text: string) {
  const caret = text.indexOf("|");
  return { text: text.replace("|", ""), caret };
}

describe("completing inside {{ }}", () => {
  it.each([
    ["{{|", ""],
    ["see {{geo|", "geo"],
    ["{{ geo|", "geo"],
    ["{{a}} and {{b|}}", "b"],
  ])("in %s it looks for %s", (marked, typed) => {
    const { text, caret } = at(marked);
    expect(openExpression(text, caret)?.typed).toBe(typed);
  });

  it.each(["plain|", "{{a}}|", "\\{{a|", "{{a\nb|"])(
    "in %s there is nothing to complete",
    (marked) => {
      const { text, caret } = at(marked);
      expect(openExpression(text, caret)).toBeNull();
    },
  );

  it.each([
    ["see {{geo| and more", "see {{x:y|}} and more"],
    ["see {{geo|}} and more", "see {{x:y|}} and more"],
    ["{{| {{b}}", "{{x:y|}} {{b}}"],
  ])("%s becomes %s", (marked, wanted) => {
    const { text, caret } = at(marked);
    const open = openExpression(text, caret);
    if (open === null) throw new Error("nothing open");
    const edited = completed(text, open, "x:y");
    const expected = at(wanted);
    expect(edited.text).toBe(expected.text);
    expect(edited.caret).toBe(expected.caret + 2);
  });

  it("a picked datapath goes in at the caret, braces and all", () => {
    expect(inserted("a b", 2, "x:y")).toEqual({ text: "a {{x:y}}b", caret: 9 });
  });
});
