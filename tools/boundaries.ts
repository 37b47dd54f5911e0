import { fileURLToPath } from "node:url";
import { findViolations } from "./boundaries/check.ts";

// `pnpm boundaries`: every import against the table of packages in ARCHITECTURE.md.
const violations = findViolations(fileURLToPath(new URL("..", import.meta.url)));
for (const { file, line, message } of violations) console.error(`${file}:${line}  ${message}`);
console.log(`${violations.length} imports cross a boundary`);
process.exitCode = violations.length === 0 ? 0 : 1;
