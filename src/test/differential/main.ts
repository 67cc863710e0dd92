// What scripts/differential-stage.mjs calls.
export { caseText, readCase } from "./case.ts";
export { differencesPage, DIFFERENCES_PAGE } from "./page.ts";
export { differential } from "./run.ts";
