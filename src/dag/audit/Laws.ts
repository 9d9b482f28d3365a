/** The laws for tests of one's own nodes: a case made of values, what the laws say of it, and how far it is seen to reach. */
export { type AuditOptions, audit, firstViolation, type Verdict, type Verdicts } from "./audit.ts"
export { type Case, make as caseOf } from "./Case.ts"
export { type ObservedReach, observeReach } from "./observeReach.ts"
