import type { Answer, Decoded, Outlook, Request } from "./types.js";
export type * from "./types.js";

/** What the engine refuses. */
export declare class ParcoursError extends Error {
  /** A stable identifier of the kind of fault, such as `unknown_key` or `unknown_diploma`. */
  readonly code: string;
  /** Where in the input, as keys joined by dots (`facts.age`); empty for the whole. */
  readonly path: string;
}

/** What a link says beside the request. */
export interface LinkOptions {
  /** Whether the link fixes the day of the request; otherwise it opens on the day of opening. */
  keepToday?: boolean;
  /** The language of the page. */
  lang?: "fr" | "en";
  /** The id or the `https` address of a region pack. */
  pack?: string;
  /** A note of the adviser, at most 200 characters. */
  note?: string;
  /** The facts that the adviser filled. */
  adviserFacts?: string[];
  /** Whether to leave out what is personal: birth date, papers, health, benefits, amounts. */
  strip?: boolean;
}

/** A link that was read. */
export interface Unlinked extends Decoded {
  /** What is wrong with a damaged link, of which `shared` is what is left; `null` for a sound one. */
  damage: { code: string; message: string; path: string } | null;
}

/**
 * Starts the engine; everything else does so too, where this was not called.
 * @param source the wasm, where a bundler has moved it: its address, its bytes or the compiled module
 */
export declare function start(source?: string | URL | BufferSource | Response | Promise<Response> | WebAssembly.Module): Promise<void>;

/** Answers a request. @throws {ParcoursError} what is wrong with it */
export declare function evaluate(request: Request): Promise<Answer>;

/** Every diploma of the catalogue for this person, best first, whatever the request aims at. @throws {ParcoursError} */
export declare function search(request: Request): Promise<Outlook[]>;

/** The fragment of the share link of a request: put it behind the address of the planner's page. @throws {ParcoursError} */
export declare function link(request: Request, options?: LinkOptions): Promise<string>;

/** Reads a share link, a fragment or a bare code. `today`, as in `2026-11-21`, is the day of links without one. @throws {ParcoursError} */
export declare function unlink(text: string, options: { today: string }): Promise<Unlinked>;
