import { fileURLToPath } from "node:url";
import { findDeadReferences } from "./documents/check.ts";

// Every path, link and command that the documents cite must be there.
const dead = findDeadReferences(fileURLToPath(new URL("..", import.meta.url)));
for (const { file, line, message } of dead) console.error(`${file}:${line}  ${message}`);
console.log(`${dead.length} dead references in documents`);
process.exitCode = dead.length === 0 ? 0 : 1;
