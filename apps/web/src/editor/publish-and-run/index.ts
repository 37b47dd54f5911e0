export { PublishButton } from "./publish-button.tsx";
export { RunButton } from "./run-button.tsx";
