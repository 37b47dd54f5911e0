/**
 * Code of block types that perform an effect by themselves. There is none: the
 * only effect is the action, and the engine performs it through its ports.
 */
export {};
