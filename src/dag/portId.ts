/** One name for a port of a node, within a graph. Ids have no spaces. */
export const portId = (id: string, port: string): string => `${id} ${port}`
