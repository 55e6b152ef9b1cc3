/** The planner's element. Its light-DOM content is shown until the planner is ready. */
declare global {
  interface HTMLElementTagNameMap {
    "cnam-parcours": HTMLElement;
  }
}

export {};
