import { idSource } from "@callbook/core/document";

/** New ids with the browser's own source of chance. */
export const newId = idSource(() => {
  const [word = 0] = crypto.getRandomValues(new Uint32Array(1));
  return word / 2 ** 32;
});
