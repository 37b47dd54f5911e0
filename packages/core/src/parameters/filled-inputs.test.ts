import { expect, test } from "vitest";
import { filledInputs } from "./index.ts";

test("tells which keys of which inputs hold data of the run", () => {
  const header = '{"X-Ip":"{{playbook_input:ip}}","Accept":"a","X-Key":"k{{connector.KEY}}"}';
  const texts = {
    Header: header,
    Body: '{"a":[{"b":"x{{lookup:action_result.data.*.score}}"}],"c":1}',
    URL: "https://h.example/{{playbook_input:ip}}",
    Whole: "{{playbook_input:headers}}",
    Plain: '{"Accept":"a"}',
    Method: "GET",
    Broken: "{{",
  };
  expect(filledInputs(texts)).toEqual({
    Header: ["X-Ip"],
    Body: ["a"],
    URL: "all",
    Whole: "all",
  });
});
