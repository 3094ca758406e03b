/** What the workshop's server and a browser say to each other. Made by `make docs` from `sysmap.workshop.protocol`. */

import type { Edit } from "./edits.js";
import type { MapData as Map } from "../types.js";

export type FromBrowser = Hello | DoCommand | Whereabouts | BringAll | ShareView | Ping | AskCheck | AskHint | AskAt | AskHistory | AskLayout | AskNear | AskPasted | AskDoor | AskTables | AskMerge | AskFile | AskSlips | AskQuestions | AskQuestion;

export type FromServer = Welcome | Accepted | DoneBefore | NotDone | TablesNow | SeatAt | NewCode | SharedNow | Saved | Positions | Beat | Pong | Brought | Answered | Goodbye | Yours;

export interface Commands {
  ballot: DoBallot;
  checkpoint: DoCheckpoint;
  close: DoClose;
  count: DoCount;
  dismiss: DoDismiss;
  edit: DoEdit;
  lock: DoLock;
  me: DoMe;
  merge: DoMerge;
  note: DoNote;
  phase: DoPhase;
  redo: DoRedo;
  relabel: DoRelabel;
  remove: DoRemove;
  restore: DoRestore;
  role: DoRole;
  split: DoSplit;
  tick: DoTick;
  timer: DoTimer;
  undo: DoUndo;
  vote: DoVote;
  waive: DoWaive;
  withdraw: DoWithdraw;
}

export interface Answers {
  check: FindingData[];
  hint: string[];
  at: MomentMap;
  history: MomentData[];
  layout: Record<string, [number, number]>;
  near: string[][];
  pasted: PastedData;
  door: DoorData;
  tables: string[];
  merge: MergeData | number;
  file: FileData;
  slips: string[];
  questions: QuestionData[];
  question: AnswerData;
}

/** The first message: the room's code, or the key that an earlier welcome gave. */
export interface Hello {
  type: "hello";
  code?: string;
  key?: string;
  name?: string;
  group?: string;
  room?: string;
  since?: number | null;
}

/** A command. `id` is the sender's own, and the same one is done once; `base` is the revision that they saw. */
export interface DoCommand {
  type: "do";
  id: string;
  do: string;
  base?: number;
  data?: Record<string, any>;
}

/** Where one's cursor is, what one looks at, what one edits. Never logged. */
export interface Whereabouts {
  type: "here";
  at?: [number, number] | null;
  view?: [number, number, number] | null;
  editing?: string | null;
}

/** A host brings everybody to a view, once. */
export interface BringAll {
  type: "bring";
  view: [number, number, number];
}

/** A host shows everybody a question (up to 4,000 letters of JSON) or a view; with neither, no longer. */
export interface ShareView {
  type: "share";
  ask?: any;
  view?: [number, number, number] | null;
  label?: string;
}

/** A sign of life. */
export interface Ping {
  type: "ping";
}

/** What the checks find. */
export interface AskCheck {
  what: "check";
  type: "ask";
  n: number;
}

/** What one might think of while typing a label. */
export interface AskHint {
  what: "hint";
  type: "ask";
  n: number;
  label?: string;
}

/** The map as it was at a revision. */
export interface AskAt {
  what: "at";
  type: "ask";
  n: number;
  revision: number;
}

/** What changed the map after a revision, in sentences. */
export interface AskHistory {
  what: "history";
  type: "ask";
  n: number;
  after?: number;
}

/** A new layout of the map; for the host. */
export interface AskLayout {
  what: "layout";
  type: "ask";
  n: number;
}

/** For each of some labels, the factors on the map that it may mean. */
export interface AskNear {
  what: "near";
  type: "ask";
  n: number;
  labels: string[];
}

/** What the cells of a spreadsheet say, as factors and links by label. */
export interface AskPasted {
  what: "pasted";
  type: "ask";
  n: number;
  text: string;
}

/** The way into the room; for the host. */
export interface AskDoor {
  what: "door";
  type: "ask";
  n: number;
}

/** For the host: break out into so many tables, send people to them, lock them. */
export interface AskTables {
  what: "tables";
  type: "ask";
  n: number;
  number?: number | null;
  seats?: Record<string, number | string>;
  lock?: boolean | null;
}

/** For the host: what bringing the tables together comes to; with `really` it is done. */
export interface AskMerge {
  what: "merge";
  type: "ask";
  n: number;
  choices?: Record<string, string> | null;
  really?: boolean;
}

/** For the host: what to do about a file that was changed by hand. */
export interface AskFile {
  what: "file";
  type: "ask";
  n: number;
  do?: "copy" | "look" | "over" | "take";
  choices?: Record<string, string> | null;
}

/** For the host: so many join slips. */
export interface AskSlips {
  what: "slips";
  type: "ask";
  n: number;
  number: number;
}

/** Which questions about the map may be asked here, with their parameters. */
export interface AskQuestions {
  what: "questions";
  type: "ask";
  n: number;
}

/** A question about the map as it is now, by its name, with its parameters. */
export interface AskQuestion {
  what: "question";
  type: "ask";
  n: number;
  name: string;
  params?: Record<string, any>;
}

/** Who you are, the map, and the session as it is. */
export interface Welcome {
  type: "welcome";
  protocol: number;
  client: string;
  key: string;
  revision: number;
  now: number;
  you: PersonData;
  state: StateData;
  own: OwnState;
  here: Cursor[];
  missed: EntryData[];
  saved: number;
  trouble: Trouble | null;
  shared: ShownData | null;
  yours: Record<string, string[]>;
  style: Record<string, any>;
  map: Map;
  places: Record<string, [number, number]>;
  again?: string;
  code?: string;
}

/** What was accepted, in order; a sender finds their own `id` here, and it is on the disk. */
export interface Accepted {
  type: "entries";
  entries: EntryData[];
  state?: any;
  own?: OwnState;
}

/** A command that was done before, and at which revision. */
export interface DoneBefore {
  type: "ack";
  id: string;
  revision: number;
}

/** What was refused (a command by its id, `hello`, `bring`, `share`), and why. */
export interface NotDone {
  type: "refused";
  id: string;
  problems: Trouble[];
}

/** Which tables there are, who (as the plenary knows them) is at which, and whether they are locked. */
export interface TablesNow {
  type: "tables";
  tables: string[];
  at: Record<string, string[]>;
  locked: boolean;
  seat?: string;
}

/** The host sends you to a table now; the empty text: to the plenary. */
export interface SeatAt {
  type: "seat";
  table: string;
}

/** The room has another code; for hosts. */
export interface NewCode {
  type: "code";
  code: string;
}

/** What a host shows everybody now, or nothing any more. */
export interface SharedNow {
  type: "shared";
  shared: ShownData | null;
}

/** The revision that the file holds, and why it cannot be written, if so. */
export interface Saved {
  type: "saved";
  revision: number;
  trouble: Trouble | null;
}

/** Who has moved, and who is gone. */
export interface Positions {
  type: "here";
  here: Cursor[];
  gone: string[];
}

/** A sign of life. */
export interface Beat {
  type: "beat";
  now: number;
}

/** The answer to a ping. */
export interface Pong {
  type: "pong";
  now: number;
}

/** A host brings everybody to a view. */
export interface Brought {
  type: "bring";
  by: string;
  view: [number, number, number];
}

/** The answer to the question with this `n`, or the problems with it. */
export interface Answered {
  type: "answer";
  n: number;
  answer?: any;
  problems?: Trouble[];
}

/** The connection ends, and why. */
export interface Goodbye {
  type: "bye";
  why: string;
}

/** The factors and links that you added, again: what you said in private or at a table became part of the map. */
export interface Yours {
  type: "yours";
  yours: Record<string, string[]>;
}

/** Open a vote: so many dots for each person, on factors or links. Nobody sees the result before it is closed. */
export interface DoBallot {
  about?: "factors" | "links";
  budget?: number;
  question?: string;
}

/** Give this moment a name, to find it again in the history. */
export interface DoCheckpoint {
  label: string;
}

/** End the workshop, or open it again. Nothing else is done in a closed one. */
export interface DoClose {
  on: boolean;
}

/** Close a vote and show everybody the result: how many people gave how many dots, never who. */
export interface DoCount {
  ballot: string;
}

/** Remove somebody from the workshop. What they said stays; the room gets a new code, so that they cannot come back with it. */
export interface DoDismiss {
  person: string;
}

/** Change the map by one edit, or several at once. While people gather in private, added factors are kept as ideas. */
export interface DoEdit {
  edit: Edit;
  near?: [number, number] | null;
  opened?: number | null;
}

/** Let nobody but hosts change the map, or let them again. */
export interface DoLock {
  on: boolean;
}

/** Change one's own name or group. What was said before stays in the name of the group of the time. */
export interface DoMe {
  name: string;
  group?: string;
}

/** Two factors that mean the same become one, with the links, notes and labels of both. */
export interface DoMerge {
  keep: string;
  drop: string;
}

/** Add a note. Notes are never written over, so that two people who type at once are both kept. */
export interface DoNote {
  text: string;
  in?: "" | "factors" | "links" | null;
  id?: string | null;
  kind?: "comment" | "conflict" | "definition" | "gap" | "method" | "parked" | "quote" | null;
  permission?: boolean | null;
}

/** Say what the room does now. Leaving private gathering makes everything gathered into factors, nothing merged. */
export interface DoPhase {
  phase: "check" | "connect" | "consolidate" | "describe" | "gather" | "vote";
  private?: boolean;
}

/** Do again what one has undone last. */
export interface DoRedo {
}

/** Give a factor another label; the old one stays as an alias. */
export interface DoRelabel {
  id: string;
  label: string;
  opened?: number | null;
}

/** Take elements out of the map, with all that depends on them: a factor's links go too. */
export interface DoRemove {
  in: "actors" | "assumptions" | "background" | "factors" | "layers" | "links" | "loops" | "rivals";
  ids: string[];
}

/** Make the map as it was at an earlier moment, as one edit that can be undone. */
export interface DoRestore {
  to: number;
}

/** Give somebody another role. There is always a host. */
export interface DoRole {
  person: string;
  role: "contributor" | "editor" | "host" | "viewer" | "voter";
}

/** One factor becomes several: the first part keeps the id; each link goes to the parts it was given to. */
export interface DoSplit {
  id: string;
  labels: string[];
  links?: Record<string, number[]>;
}

/** Tick a finding of the checks off as settled, or take the tick away. */
export interface DoTick {
  key: string;
  on: boolean;
}

/** Start a timer that everybody sees, or stop it. */
export interface DoTimer {
  seconds: number;
  label?: string;
}

/** Undo one's own last change of the map, where nobody has gone over it since. */
export interface DoUndo {
}

/** Give dots in an open vote. Others see only how many people have voted. */
export interface DoVote {
  ballot: string;
  element: string;
  dots: number;
}

/** Let a finding of the checks stand, with the reason; the file says so from then on. */
export interface DoWaive {
  code: string;
  reason: string;
  element?: string | null;
}

/** Take back an idea of one's own before it is revealed. */
export interface DoWithdraw {
  id: string;
}

export interface FindingData {
  aloud: string | null;
  code: string;
  hint: string;
  id: string | null;
  in: string;
  key: string;
  message: string;
  severity: "error" | "note" | "warning";
}

/** The map as it was at a moment. */
export interface MomentMap {
  map: Map;
  places: Record<string, [number, number]>;
  revision: number;
}

/** Something that changed the map, in sentences, for the timeline. */
export interface MomentData {
  at: number;
  by: string;
  do: string;
  group: string;
  revision: number;
  role: string;
  said: string[];
}

/** Factors and links of a table that was pasted; links name factors by label. */
export interface PastedData {
  factors: Record<string, any>[];
  links: Record<string, any>[];
}

/** The way into the room: its link, the link without the code, the rows of its QR code, the fingerprint of its certificate (empty where it is served without one). */
export interface DoorData {
  address: string;
  fingerprint: string;
  link: string;
  rows: string[];
}

/** A preview of a merge: the changes in sentences, what there is to decide, how much so many tables agreed on. */
export interface MergeData {
  agreed: Record<string, number>;
  changes: string[];
  conflicts: ConflictData[];
  more: number;
  warnings?: string[];
}

/** What became of a question about the file, or what is in it that the room has not. */
export interface FileData {
  agreed?: Record<string, number>;
  changed?: boolean;
  changes?: string[] | number;
  conflicts?: ConflictData[];
  file?: string;
  kept?: string;
  more?: number;
  name?: string;
  revision?: number;
  saved?: number;
  trouble?: Trouble | null;
}

/** A question as data. */
export interface QuestionData {
  about_a_part: boolean;
  asks: string;
  group: string;
  name: string;
  parameters: ParameterData[];
}

/** What was asked, the answer in sentences, the factors and links that stand out, where it starts, its table, its own picture, and the parts of the map to look at one by one. */
export interface AnswerData {
  everything?: boolean;
  factors: string[];
  links: string[];
  parts?: PartData[];
  picture?: MarkData;
  question: string;
  starts: string[];
  table?: TableData;
  words: string;
}

/** Somebody in the room, as everybody sees them. */
export interface PersonData {
  group: string;
  id: string;
  name: string;
  role: "contributor" | "editor" | "host" | "viewer" | "voter";
}

/** The session as everybody sees it; what is not set is left out. */
export interface StateData {
  ballots: Record<string, BallotData>;
  checkpoints: CheckpointData[];
  closed: boolean;
  ideas: number;
  kept: Record<string, Record<string, any>>;
  locked: boolean;
  people: Record<string, PersonData>;
  phase?: "check" | "connect" | "consolidate" | "describe" | "gather" | "vote";
  private: boolean;
  seats: Record<string, string>;
  ticks: Record<string, string>;
  timer?: TimerData;
}

/** What only one person sees: the ideas they gathered in private, the dots they gave, by vote. */
export interface OwnState {
  dots: Record<string, Record<string, number>>;
  ideas: Record<string, any>[];
}

/** Where somebody's cursor is, what they look at, and what they edit. */
export interface Cursor {
  at?: [number, number];
  client: string;
  editing?: string;
  person: string;
  view?: [number, number, number];
}

/** Something that happened, as everybody is told of it. */
export interface EntryData {
  at: number;
  by: string;
  data: EntryEffect;
  do: string;
  id: string;
  revision: number;
}

/** A problem: its code, what is wrong, the way out. */
export interface Trouble {
  code: string;
  hint: string;
  message: string;
}

/** What a host shows everybody. */
export interface ShownData {
  ask: any;
  by: string;
  label: string;
  view: [number, number, number] | null;
}

export interface ConflictData {
  choice: string;
  choices: MergeChoiceData[];
  element: string;
  field: string;
  id: string;
  in: string;
  kind: string;
  said: string;
  tables: string[];
}

/** A parameter as data. */
export interface ParameterData {
  choices: string[];
  default: string | number | number | boolean | null;
  help: string;
  kind: string;
  name: string;
  required: boolean;
  several: boolean;
}

/** A part of the map to look at alone. */
export interface PartData {
  factors: string[];
  label: string;
}

/** An element of an SVG as a browser takes it (`web/canvas/marks.js` builds it). */
export interface MarkData {
  attributes: Record<string, string>;
  children: (MarkData | string)[];
  tag: string;
}

/** A table for people. */
export interface TableData {
  headings: string[];
  rows: string[][];
}

/** A round of voting; the distribution is there once it is closed. */
export interface BallotData {
  about: "factors" | "links";
  budget: number;
  distribution?: Record<string, Record<string, number>>;
  id: string;
  open: boolean;
  question: string;
  voters: number;
}

/** A moment that was given a name. */
export interface CheckpointData {
  label: string;
  revision: number;
}

export interface TimerData {
  from: number;
  label: string;
  seconds: number;
}

/** What an entry did to the map. Which of these it tells is said by its command. */
export interface EntryEffect {
  edit?: Edit;
  of?: number;
  overrode?: GaveWay[];
  places?: Record<string, [number, number]>;
  renamed?: Record<string, string>;
}

/** One way to settle a conflict. */
export interface MergeChoiceData {
  key: string;
  says: string;
  stands: boolean;
  tables: string[];
  value: any;
}

export interface GaveWay {
  by: string;
  field: string;
  id: string;
  in: string;
  value: any;
}

export interface Asks {
  check: Omit<AskCheck, "type" | "what" | "n">;
  hint: Omit<AskHint, "type" | "what" | "n">;
  at: Omit<AskAt, "type" | "what" | "n">;
  history: Omit<AskHistory, "type" | "what" | "n">;
  layout: Omit<AskLayout, "type" | "what" | "n">;
  near: Omit<AskNear, "type" | "what" | "n">;
  pasted: Omit<AskPasted, "type" | "what" | "n">;
  door: Omit<AskDoor, "type" | "what" | "n">;
  tables: Omit<AskTables, "type" | "what" | "n">;
  merge: Omit<AskMerge, "type" | "what" | "n">;
  file: Omit<AskFile, "type" | "what" | "n">;
  slips: Omit<AskSlips, "type" | "what" | "n">;
  questions: Omit<AskQuestions, "type" | "what" | "n">;
  question: Omit<AskQuestion, "type" | "what" | "n">;
}
