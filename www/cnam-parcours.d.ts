/** The planner's element. Its light-DOM content is shown until the planner is ready. */
export interface CnamParcoursElement extends HTMLElement {
  /** The request that this planner holds now (contract version 1), or `undefined` before it is ready. */
  readonly state: unknown;
}

declare global {
  interface HTMLElementTagNameMap {
    "cnam-parcours": CnamParcoursElement;
  }
  interface HTMLElementEventMap {
    /** The planner can be used. */
    "parcours-ready": CustomEvent<null>;
    /** The planner could not start; the light-DOM content stays visible. */
    "parcours-error": CustomEvent<{ message: string }>;
  }
}

export {};
