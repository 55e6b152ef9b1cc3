import type { Answer, Decoded, Outlook, Request } from "./types.js";
export type * from "./types.js";

/** Something that is wrong with what was given. */
export interface Fault {
  /** A stable identifier of the kind of fault, such as `unknown_key` or `unknown_diploma`. */
  readonly code: string;
  /** What is wrong and what to do, for people. */
  readonly message: string;
  /** Where in the input, as keys joined by dots (`facts.age`); empty for the whole. In a pack or a schedule, behind `pack: ` or `schedule: `. */
  readonly path: string;
}

/** What the engine refuses: the first fault, and all of them in `faults`. */
export declare class ParcoursError extends Error implements Fault {
  /** A stable identifier of the kind of fault, such as `unknown_key` or `unknown_diploma`. */
  readonly code: string;
  /** Where in the input, as keys joined by dots (`facts.age`); empty for the whole. */
  readonly path: string;
  /** Every fault, this one first. Only a region pack is refused for several at once. */
  readonly faults: readonly [Fault, ...Fault[]];
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
  damage: Fault | null;
}

/** A region pack that was taken in. */
export interface PackLoaded {
  /** The slug of its region, to be written in `centre_region` from now on. */
  region: string;
  /** The lines of the opening schedule that could not be read, as `schedule: line 12, Semestre`. The others count. */
  refused: Fault[];
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

/**
 * Takes in a region pack (format `parcours-pack`): its rules, prices and dates count in every call from now on, in the place of those
 * that the region had. Nothing is fetched: where the pack names an opening schedule by its address, give that file too.
 * @param text the JSON of the pack
 * @param schedule the CSV of the region's opening schedule: its text, or its bytes in UTF-8 or Windows-1252
 * @throws {ParcoursError} every fault of the pack, in `faults`; the engine is then as it was
 */
export declare function loadPack(text: string, schedule?: string | BufferSource): Promise<PackLoaded>;
