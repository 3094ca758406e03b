/**
 * The shapes the modules pass around, for readers and for the type checker; there is nothing to run here.
 * Keys of the map are those of the file format (docs/format.md).
 *
 * @typedef {{source: string, at?: string, line?: string, note?: string}} Cite
 * @typedef {{text: string, kind?: string, by?: string, permission?: boolean, cite?: Cite[], internal?: boolean}} Note
 * @typedef {"positive"|"negative"|"mixed"|"unknown"} Polarity
 *
 * @typedef {Object} Element_
 * @property {string} id
 * @property {string} label
 * @property {Cite[]} [cite]
 * @property {Note[]} [notes]
 * @property {string} [basis]
 * @property {string} [kind]
 * @property {string} [status]
 * @property {string[]} [aliases]
 *
 * @typedef {Element_ & {definition?: string, layer?: string, theme?: string, role?: string, whose?: string[],
 *   focal?: boolean, intended?: boolean, importance?: number, control?: string, vulnerability?: number, owner?: string,
 *   indicators?: string[], mechanisms?: string[], assumptions?: string[], conditions?: string[], maps_to?: string[],
 *   origin?: string, raised_by?: string[], seen_in?: string[], voices?: Voice[], score?: Score, likelihood?: number,
 *   internal?: boolean}} Factor
 *
 * @typedef {{by?: string, at?: string, polarity?: Polarity, strength?: string, delay?: string, definition?: string,
 *   importance?: number, control?: string, why?: string}} Voice what one group says, where groups differ
 *
 * @typedef {Object} Link
 * @property {string} id
 * @property {string} from
 * @property {string} to
 * @property {Polarity} polarity
 * @property {string} [kind]
 * @property {"weak"|"medium"|"strong"} [strength]
 * @property {string} [confidence]
 * @property {"short"|"medium"|"long"} [delay]
 * @property {string} [why]
 * @property {string[]} [mechanisms]
 * @property {string[]} [assumptions]
 * @property {string[]} [conditions]
 * @property {string} [status]
 * @property {string} [basis]
 * @property {boolean} [still_direct]
 * @property {string[]} [raised_by]
 * @property {string[]} [seen_in]
 * @property {Voice[]} [voices]
 * @property {Cite[]} [cite]
 * @property {Note[]} [notes]
 *
 * @typedef {Element_ & {stage?: string, sphere?: string}} Layer
 * @typedef {Element_ & {critical?: boolean, monitored_by?: string[], supports?: string[]}} Assumption
 * @typedef {Element_ & {characteristic?: string, organisation?: string, effect?: string, action?: string}} Condition
 * @typedef {Element_ & {covers?: string[], rivals?: string[], score?: Score}} Claim
 * @typedef {Element_ & {about?: string[]}} Rival
 * @typedef {Element_ & {factors?: string[]}} Loop
 * @typedef {{label: string, rubric?: string, reason?: string, by?: string, date?: string, cite?: Cite[]}} Score
 * @typedef {{id: string, kind: string, element?: string, field?: string, before?: string, after?: string,
 *   reason?: string, evidence?: string[], by?: string, date?: string, cite?: Cite[], notes?: Note[]}} Change
 * @typedef {{id: string, label: string, caption?: string, query?: Record<string, any>, filter?: Record<string, any>,
 *   style?: Record<string, any>, positions?: Record<string, any>}} SavedView
 *
 * @typedef {{id: string, kind: "text"|"frame"|"picture", label: string, position: {x: number, y: number}, width: number, height?: number,
 *   size?: string, colour?: string, image?: string, internal?: boolean}} BackgroundItem
 *
 * @typedef {Object} MapData
 * @property {{name: string, colour: string}[]} [colours]
 * @property {BackgroundItem[]} [background]
 * @property {"theory"|"map"|"process"} kind
 * @property {string} id
 * @property {string} title
 * @property {{name: string, supersedes?: string, date?: string, status?: string}} [version]
 * @property {string} [rationale]
 * @property {string} [aim]
 * @property {string} [purpose]
 * @property {string} [question]
 * @property {string} [boundary]
 * @property {string[]} [limits]
 * @property {string[]} [absent]
 * @property {string} [facilitator]
 * @property {string} [ceiling]
 * @property {string} [review_from]
 * @property {Record<string, string>} [scales]
 * @property {Cite[]} [cite]
 * @property {Note[]} [notes]
 * @property {(Element_ & {date?: string, form?: string, people?: string[]})[]} [sessions]
 * @property {Record<string, Element_>} [actors]
 * @property {Layer[]} [layers]
 * @property {Record<string, Factor>} [factors]
 * @property {Link[]} [links]
 * @property {Record<string, Assumption>} [assumptions]
 * @property {Record<string, Condition>} [conditions]
 * @property {Record<string, Rival>} [rivals]
 * @property {Record<string, Claim>} [claims]
 * @property {Record<string, Loop>} [loops]
 * @property {Change[]} [changes]
 * @property {SavedView[]} [views]
 *
 * @typedef {[number, number]} Point
 * @typedef {{left: number, top: number, right: number, bottom: number}} Area
 * @typedef {{x: number, y: number, width: number, height: number, lines: string[], caption?: string[],
 *   column?: number, cut?: boolean, fixed?: boolean}} Box
 * @typedef {{from: string, to: string, kind: string, path: Point[], sign_at: Point}} Route
 * @typedef {{id: string, kind: string, x: number, y: number, width: number, height: number, lines: string[],
 *   panel: Area}} Header
 * @typedef {{id: string, x: number, y: number, width: number, height: number, lines: string[], size: number}} Placed something behind the map
 * @typedef {Object} LayoutData
 * @property {{size: number, caption: number, header: number, line: number}} font
 * @property {Area} bounds
 * @property {string} engine
 * @property {string} direction
 * @property {Record<string, Box>} boxes
 * @property {Record<string, Route>} routes
 * @property {Header[]} headers
 * @property {Placed[]} [background]
 * @property {string[][]} [columns]
 * @property {string[]} [left_out] ids of links that cannot be drawn
 *
 * @typedef {Object} Bearing
 * @property {string} element
 * @property {string} direction
 * @property {string} [role]
 * @property {string} [strength]
 * @property {string[]} [rivals]
 * @property {string} [why]
 *
 * @typedef {{id: string, statement: string, kind: string, cases?: string[], audience?: string[], said_of?: string,
 *   bears_on?: Bearing[], quote?: string, cite?: Cite[], source_type?: string, period?: string, status?: string,
 *   event?: string, number?: number, round?: string[], informant?: string}} EvidenceItem
 *
 * @typedef {Record<string, Record<string, {label?: string, definition?: string, publisher?: string, date?: string,
 *   family?: string, type?: string}>>} Names
 *
 * @typedef {{strong: string, soft: string, line: string}} Tint
 * @typedef {Object} Style
 * @property {string} ink
 * @property {string} muted
 * @property {string} paper
 * @property {string} fonts
 * @property {Record<string, {sign: string, colour: string, dashes: string, word: string}>} lines
 * @property {Record<string, {width: number, dashes: string, colour: string, word: string}>} borders
 * @property {Record<string, number>} widths
 * @property {Tint[]} tints
 * @property {string[]} colours the names of the tints
 * @property {number[]} letters widths of the characters from the space to the tilde, in thousandths of the size
 *
 * @typedef {{change: "added" | "removed" | "changed", fields: {field: string, before: any, after: any}[]}} ElementChange
 *
 * @typedef {{elements: Record<string, Record<string, ElementChange>>,
 *   log: {id: string, kind: string, sentence: string, reason: string | null, elements: string[]}[],
 *   findings: {element: string, field: string, before: any, after: any}[]}} Changes
 *
 * @typedef {{key: string, title: string, words: string, svg: string, alt: string, headings: string[], rows: string[][]}} EvidenceFigure
 *
 * @typedef {Object} PageDocument
 * @property {number} format
 * @property {string} title
 * @property {string} level
 * @property {MapData} map
 * @property {LayoutData} layout
 * @property {Style} style
 * @property {Names} names
 * @property {Record<string, EvidenceItem>} [evidence]
 * @property {{grades?: Record<string, string>, figures?: EvidenceFigure[]} & Record<string, any>} [answers]
 * @property {LayoutData} [bands] another layout of the same map, with a row for each set of actors
 * @property {string} [view] id of the saved view to open with
 * @property {{map: MapData, layout: LayoutData, bands?: LayoutData}} [before]
 * @property {{map: MapData, layout: LayoutData, bands?: LayoutData, changes: Changes}} [difference]
 * @property {Changes} [changed] set while the difference is shown
 */
export const TYPES = true;
