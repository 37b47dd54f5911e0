export { CanvasArea, type OpenList } from "./canvas-area.tsx";
