export { DockedResults } from "./docked-results.tsx";
