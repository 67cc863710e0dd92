/** What a person is told about one fault or finding: four answers, each a sentence or two, none of them empty. */
export interface Description {
  readonly happened: string;
  /** Where to look: field, line, value, section of the specification. */
  readonly evidence: string;
  /** What a client would do, named where clients differ. */
  readonly client: string;
  readonly you: string;
}
