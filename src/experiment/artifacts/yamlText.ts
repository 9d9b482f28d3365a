/** The YAML library behind one function; loaded when a config is first written, not at start-up. */
import { stringify } from "yaml"

export const yamlText = (value: unknown): string => stringify(value)
