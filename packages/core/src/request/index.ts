/** A command's request: filling its templates before it is sent, and what its answer means. */
export * from "./classify-response.ts";
export * from "./connector-values.ts";
export * from "./make-failure.ts";
export * from "./prepare.ts";
export * from "./reason-phrase.ts";
export * from "./response-message.ts";
