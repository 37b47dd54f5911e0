import { renderToStaticMarkup } from "react-dom/server";
import { expect, it } from "vitest";
import { JsonView } from "./json-view.tsx";

it("D8: a note stands behind its key, and behind no key that every object inherits", () => {
  const value = JSON.parse('{"action_name": "a", "constructor": "b", "toString": 1}');
  const notes = { action_name: "deprecated: use action" };
  const html = renderToStaticMarkup(<JsonView label="action" value={value} notes={notes} />);
  expect(html.match(/deprecated: use action/g)).toHaveLength(1);
  expect(html).not.toContain("native code");
});
