// Types of the element <cnam-parcours>. `types.d.ts`, which stands beside this file, is written from the Rust types of the engine.
import type { Answer, Plan, Request } from "./types.js";
export type { Answer, Plan, Request };

/** The attributes of the element, as they are written in HTML. All may be left out, and changed later. */
export interface CnamParcoursAttributes {
  /** The language: `fr`, which is the default where the page has no `lang`, or `en`. */
  lang?: "fr" | "en";
  /** The region of the centre, as a slug such as `grand-est`. */
  centre?: string;
  /** The code of the diploma to start with, such as `LG02501A`. */
  diploma?: string;
  /** Your colour, in CSS. Where it could not be read on our paper, the nearest that can is used. */
  accent?: string;
  /** The address of a region pack. */
  pack?: string;
  /** The same as `pack`, for editors that drop attributes they do not know. */
  "data-pack"?: string;
  /** The level of the planner's first heading, from 1 to 6; 2 unless said. */
  "heading-level"?: "1" | "2" | "3" | "4" | "5" | "6";
  /** Present where `parcours-change` is to carry the person's answers. */
  "answers-in-events"?: "";
}

/** The planner's element. Its light-DOM content is shown until the planner is ready. */
export interface CnamParcoursElement extends HTMLElement {
  /** The request that this planner holds now (contract version 1); `undefined` before `parcours-ready`. It holds personal answers. */
  readonly state: Request | undefined;
  /**
   * The plan of that request; `null` while it aims at no diploma, `undefined` before `parcours-ready`.
   * Throws `{code, message, path}` where the request cannot be answered.
   */
  readonly plan: Plan | null | undefined;
  /**
   * The answer to a request, by default to the one that this planner holds. It waits until the planner is ready.
   * Rejects with `{code, message, path}` that names what is wrong with the request.
   */
  evaluate(request?: Request): Promise<Answer>;
}

/** What `parcours-change` tells. */
export interface ParcoursChange {
  /** What is on screen. */
  screen: "question" | "result";
  /** The request as it is now; only with the attribute `answers-in-events`. */
  request?: Request;
}

/** What the element tells. The events bubble, out of other shadow roots too. */
export interface CnamParcoursEventMap {
  /** The planner can be used. */
  "parcours-ready": CustomEvent<null>;
  /** Something changed. */
  "parcours-change": CustomEvent<ParcoursChange>;
  /** The planner could not start or had to stop: `message` is for the console. The light-DOM content stays visible. */
  "parcours-error": CustomEvent<{ message: string }>;
}

declare global {
  interface HTMLElementTagNameMap {
    "cnam-parcours": CnamParcoursElement;
  }
  // Of every element, of the document and of the window.
  interface GlobalEventHandlersEventMap extends CnamParcoursEventMap {}
}
