export function costRows(): void {}
