/** The panels beside the map that belong to the session: asking, checking, voting, people, history, taking away. */

import { answerWords } from "../answerwords.js";
import { button, el, set, svg } from "../dom.js";
import { answerTo } from "../focus.js";
import { recall } from "./room.js";
import { select } from "./inspector.js";

/**
 * @typedef {import("./room.js").Room} Room
 * @typedef {import("../model.js").Model} Model
 * @typedef {import("../view.js").View} View
 */

/**
 * Questions on one's own screen: nobody else's changes.
 *
 * @param {Model} model
 * @param {View} view
 * @param {(change: Partial<View>) => void} change
 * @param {string[]} chosen
 */
export function askPanel(model, view, change, chosen) {
  const [one, two] = chosen;
  const name = (/** @type {string} */ id) => `“${model.factors[id].label}”`;
  const reach = (/** @type {"up" | "down" | "around"} */ direction, /** @type {number | null} */ steps) => () => change({
    ask: { kind: "reach", direction, starts: chosen, steps, combine: "union" }, pick: null,
  });
  const answer = answerTo(model, view);
  const listed = answer && "found" in answer ? answer.found : [];
  return el("div.panel", null, el("h2", { tabindex: "-1" }, "Ask the map"),
    el("p.faint", null, "The answer shows on your screen only."),
    chosen.length ? el("div.row", null, button("What leads to it?", reach("up", null)), button("What follows from it?", reach("down", null)),
      button("One step around", reach("around", 1)), button("Two steps around", reach("around", 2)))
      : el("p", null, "Choose a factor first (two, to ask for the paths between them)."),
    two ? el("div.row", null,
      button(`Paths from ${name(one)} to ${name(two)}`, () => change({ ask: { kind: "paths", from: one, to: two, most: 6 }, pick: null })),
      button(`Paths from ${name(two)} to ${name(one)}`, () => change({ ask: { kind: "paths", from: two, to: one, most: 6 }, pick: null }))) : null,
    el("div.row", null, button("All feedback loops", () => change({ ask: { kind: "loops", through: null, most: 6 }, pick: null })),
      one ? button(`Loops through ${name(one)}`, () => change({ ask: { kind: "loops", through: one, most: 6 }, pick: null })) : null),
    answer ? el("section.answer", { "aria-live": "polite" }, el("h3", null, "Answer"), el("p", null, answerWords(model, answer)),
      listed.length ? el("ol", null, listed.slice(0, 30).map((chain, i) => el("li", null,
        button(chain.factors.map((id) => model.factors[id].label).join(" → "), () => change({ pick: view.pick === i ? null : i }), {
          class: "go", "aria-pressed": String(view.pick === i),
        }), el("span.tag", null, /** @type {any} */ (chain).kind || chain.polarity)))) : null,
      button("Show the whole map again", () => change({ ask: null, pick: null }))) : null);
}

/**
 * The check queue: what the rules find, to be read aloud and ticked off.
 *
 * @param {Room} room
 * @param {Model} model
 * @param {(problem: any) => void} go
 */
export function checkPanel(room, model, go) {
  const list = el("div", { "aria-live": "polite" }, "Looking …");
  room.question("check").then((found) => {
    const open = found.filter((/** @type {any} */ one) => !room.state.ticks[one.key]);
    set(list, el("p", null, open.length ? `${open.length} to look at, ${found.length - open.length} ticked off.` : "Nothing left to look at."),
      el("ol.checks", null, [...open, ...found.filter((/** @type {any} */ one) => room.state.ticks[one.key])].slice(0, 120).map((/** @type {any} */ one) => {
        const ticked = Boolean(room.state.ticks[one.key]);
        return el("li", { class: ticked ? "faded" : "" },
          one.aloud ? el("p.aloud", null, one.aloud) : null,
          el("p", null, el("span.tag", null, `${one.severity} ${one.code}`), " ", one.message), el("p.faint", null, one.hint),
          el("div.row", null, one.id && (model.factors[one.id] || model.links.has(one.id)) ? button("Show", () => go(one), { class: "small" }) : null,
            room.atLeast("editor") ? button(ticked ? "Take up again" : "Tick off", () => room.do("tick", { key: one.key, on: !ticked }), { class: "small" }) : null),
          room.atLeast("editor") && one.severity !== "note" ? waiveForm(room, one) : null);
      })));
  }, (problems) => set(list, problems.map((/** @type {any} */ one) => one.message).join(" ")));
  const links = [...model.links.values()];
  return el("div.panel", null, el("h2", { tabindex: "-1" }, "Check"), el("p.faint", null, "Questions for the room. Nothing is changed by itself."), list,
    el("details", null, el("summary", null, `Read all ${links.length} links aloud`),
      el("ol", null, links.slice(0, 400).map((link) => el("li", null, aloudButton(room, model, link, go))))));
}

/**
 * Letting a finding stand, with the reason that goes into the file.
 *
 * @param {Room} room
 * @param {any} one
 */
function waiveForm(room, one) {
  const reason = /** @type {HTMLInputElement} */ (el("input", { type: "text", maxlength: 300, "aria-label": "Why it is right as it is" }));
  return el("details", null, el("summary", null, "It is right as it is, because …"),
    el("div.row", null, reason, button("Let it stand", () => reason.value.trim() && room.do("waive", {
      code: one.code, ...(one.id ? { element: one.id } : {}), reason: reason.value.trim(),
    }), { class: "small" })));
}

/**
 * @param {Room} room
 * @param {Model} model
 * @param {import("../types.js").Link} link
 * @param {(problem: any) => void} go
 */
function aloudButton(room, model, link, go) {
  const key = `read:${link.id}`;
  const read = Boolean(room.state.ticks[key]);
  return el("div", null, button(sentence(model, link), () => go({ in: "links", id: link.id }), { class: "go" }),
    room.atLeast("editor") ? el("label.check", null, el("input", {
      type: "checkbox", checked: read, onchange: (/** @type {any} */ event) => room.do("tick", { key, on: event.target.checked }),
    }), " read and agreed") : null);
}

/** @type {(model: Model, link: import("../types.js").Link) => string} */
let sentence = () => "";

/** @param {typeof sentence} how */
export function useSentence(how) {
  sentence = how;
}

/**
 * @param {Room} room
 * @param {Model} model
 * @param {{choose: (ids: string[]) => void, chooseLink: (id: string) => void}} go
 */
export function votePanel(room, model, go) {
  const host = room.you.role === "host";
  const question = /** @type {HTMLInputElement} */ (el("input", { type: "text", maxlength: 200, "aria-label": "Question", placeholder: "What matters most?" }));
  const about = select("Vote on", [["factors", "factors"], ["links", "links"]], "factors");
  const budget = /** @type {HTMLInputElement} */ (el("input", { type: "number", min: 1, max: 100, value: 3, "aria-label": "Dots for each person" }));
  return el("div.panel", null, el("h2", { tabindex: "-1" }, "Vote"),
    host ? el("div.stack", null, question, el("div.row", null, about, budget, el("span.faint", null, "dots each"),
      button("Open the vote", () => room.do("ballot", { question: question.value.trim(), about: about.value, budget: Number(budget.value) })))) : null,
    room.state.ballots.length ? null : el("p", null, "No vote yet."),
    [...room.state.ballots].reverse().map((ballot) => (ballot.open ? openBallot(room, model, ballot, host) : closedBallot(model, ballot, go))));
}

/**
 * @param {Room} room
 * @param {Model} model
 * @param {import("./room.js").Ballot} ballot
 * @param {boolean} host
 */
function openBallot(room, model, ballot, host) {
  const spent = Object.values(ballot.mine).reduce((sum, n) => sum + n, 0);
  const left = ballot.budget - spent;
  const may = room.atLeast("voter") && !room.state.closed;
  const rows = ballot.about === "factors" ? model.order.map((id) => [id, model.factors[id].label])
    : [...model.links.values()].map((link) => [link.id, sentence(model, link)]);
  const give = (/** @type {string} */ element, /** @type {number} */ dots) => room.do("vote", { ballot: ballot.id, element, dots });
  return el("section.ballot", null, el("h3", null, ballot.question || "Vote"),
    el("p", { "aria-live": "polite" }, `You have ${left} of ${ballot.budget} dots left. ${ballot.voters} voted so far.`),
    el("ul", null, rows.map(([id, label]) => {
      const dots = ballot.mine[id] || 0;
      return el("li.vote", null, el("span", null, label), el("span.dots", { "aria-label": `${dots} dots` }, "●".repeat(dots)),
        may ? el("span.row", null, button("−", () => give(id, dots - 1), { disabled: !dots, "aria-label": `One dot less for ${label}` }),
          button("+", () => give(id, dots + 1), { disabled: left < 1, "aria-label": `One dot more for ${label}` })) : null);
    })),
    host ? button("Close the vote and show the result", () => room.do("count", { ballot: ballot.id })) : null);
}

/**
 * The distribution, not a mean: who gave much and who gave little shows.
 *
 * @param {Model} model
 * @param {import("./room.js").Ballot} ballot
 * @param {{choose: (ids: string[]) => void, chooseLink: (id: string) => void}} go
 */
function closedBallot(model, ballot, go) {
  const rows = Object.entries(ballot.distribution || {}).sort(([a, x], [b, y]) => y.all - x.all || (a < b ? -1 : 1));
  return el("section.ballot", null, el("h3", null, `${ballot.question || "Vote"} (closed, ${ballot.voters} people)`),
    el("table", null, el("thead", null, el("tr", null, el("th", { scope: "col" }, "What"), el("th", { scope: "col" }, "Dots"), el("th", { scope: "col" }, "How they were given"))),
      el("tbody", null, rows.map(([id, count]) => el("tr", null,
        el("td", null, button(model.factors[id] ? model.factors[id].label : id, () => (ballot.about === "factors" ? go.choose([id]) : go.chooseLink(id)), { class: "go" })),
        el("td", null, String(count.all)),
        el("td", null, Object.entries(count).filter(([dots]) => dots !== "all").map(([dots, people]) => `${people} × ${dots}`).join(", ")))))));
}

/**
 * @param {Room} room
 * @param {{follow: (client: string | null) => void, following: string | null, bring: () => void, tidy: () => void, dismissAsked: Set<string>}} how
 */
export function peoplePanel(room, how) {
  const host = room.you.role === "host";
  const online = new Map([...room.here.values()].map((one) => [one.person, one.client]));
  const roles = /** @type {[string, string][]} */ (["host", "editor", "contributor", "voter", "viewer"].map((one) => [one, one]));
  const name = /** @type {HTMLInputElement} */ (el("input", { type: "text", maxlength: 40, value: room.you.name, "aria-label": "Your name here" }));
  const group = /** @type {HTMLInputElement} */ (el("input", { type: "text", maxlength: 60, value: room.you.group, "aria-label": "The group you speak for", placeholder: "e.g. nurses" }));
  const people = [...room.state.people].sort((a, b) => Number(online.has(b.id)) - Number(online.has(a.id)) || (a.name < b.name ? -1 : 1));
  return el("div.panel", null, el("h2", { tabindex: "-1" }, "People"),
    el("p", null, `${online.size} here, ${people.length} in all.`),
    host && room.code ? el("section", null, el("h3", null, "Join"), el("p.code", null, room.code),
      qrOf(room)) : null,
    el("ul.people", null, people.map((one) => {
      const pick = select(`Role of ${one.name}`, roles, one.role);
      pick.addEventListener("change", () => room.do("role", { person: one.id, role: pick.value }));
      return el("li", null, el("span", null, el("strong", null, one.name), one.id === room.you.id ? " (you)" : "", one.group ? el("span.faint", null, ` ${one.group}`) : null),
        el("span.tag", null, online.has(one.id) ? "here" : "away"),
        host ? pick : el("span.tag", null, one.role),
        online.has(one.id) && one.id !== room.you.id ? button(how.following === online.get(one.id) ? "Stop following" : "Follow",
          () => how.follow(how.following === online.get(one.id) ? null : /** @type {string} */ (online.get(one.id))), { class: "small" }) : null,
        host && one.id !== room.you.id ? button(how.dismissAsked.has(one.id) ? "Really remove" : "Remove", (event) => {
          if (how.dismissAsked.has(one.id)) room.do("dismiss", { person: one.id });
          else {
            how.dismissAsked.add(one.id);
            /** @type {HTMLElement} */ (event.currentTarget).textContent = "Really remove";
          }
        }, { class: "small" }) : null);
    })),
    el("details", null, el("summary", null, "My name and group"), el("div.row", null, name, group, button("Change", () => room.do("me", { name: name.value.trim() || room.you.name, group: group.value.trim() })))),
    tablesOf(room),
    host ? el("section", null, el("h3", null, "For the host"), el("div.row", null,
      button("Bring everybody to my view", how.bring), button("Lay the map out anew", how.tidy),
      button(room.state.locked ? "Unlock the map" : "Lock the map", () => room.do("lock", { on: !room.state.locked })),
      button(room.state.closed ? "Open the workshop again" : "Close the workshop", () => room.do("close", { on: !room.state.closed })))) : null);
}

/** @type {WeakMap<Room, HTMLElement>} what the tables would bring, while the panel around it is made anew */
const previews = new WeakMap();

/**
 * Tables: going to one, and for the host breaking out and bringing together.
 *
 * @param {Room} room
 */
function tablesOf(room) {
  const host = room.you.role === "host";
  if (!room.tables.length && !host) return null;
  const number = /** @type {HTMLInputElement} */ (el("input", { type: "number", min: 1, max: 12, value: 2, "aria-label": "How many tables" }));
  const preview = previews.get(room) || el("div", { "aria-live": "polite" });
  previews.set(room, preview);
  if (!room.tables.length) set(preview);
  const failed = (/** @type {any[]} */ problems) => room.told.say(problems.map((one) => `${one.message} ${one.hint}`).join(" "), "bad");
  const look = () => room.question("merge").then(({ changes, conflicts }) => set(preview,
    el("p", null, `${changes.length} changes, ${conflicts.length} to decide. Nothing is changed yet.`),
    conflicts.length ? el("section", null, el("h3", null, "To decide"), el("ul", null, conflicts.map((/** @type {string} */ one) => el("li", null, one)))) : null,
    el("details", null, el("summary", null, "Every change"), el("ul", null, changes.map((/** @type {string} */ one) => el("li", null, one)))),
    button("Bring them together now", () => room.question("merge", { really: true }).then((n) => room.told.say(`The tables are together: ${n} changes. Undo takes them back.`, "good"), failed))), failed);
  return el("section", null, el("h3", null, "Tables"),
    el("div.row", null, room.tables.length ? ["", ...room.tables].map((table) => button(table ? table.replace("-", " ") : "plenary", () => room.goTo(table), { "aria-pressed": String(room.table === table) })) : null,
      host && !room.tables.length ? [number, button("Break out", () => room.question("tables", { number: Number(number.value) }).catch(failed))] : null,
      host && room.tables.length && !room.table ? button("Bring the tables together …", look) : null), preview);
}

/**
 * The way in as a picture, for the projector.
 *
 * @param {Room} room
 */
function qrOf(room) {
  const place = el("div.qr", null);
  room.question("door").then(({ link, address, rows }) => {
    const path = rows.map((/** @type {string} */ row, /** @type {number} */ y) => [...row].map((cell, x) => (cell === "1" ? `M${x} ${y}h1v1h-1z` : "")).join("")).join("");
    set(place, el("p", null, el("strong", null, address)), svg("svg", { viewBox: `-4 -4 ${rows.length + 8} ${rows.length + 8}`, role: "img", "aria-label": `QR code of ${link}` },
      svg("rect", { x: -4, y: -4, width: rows.length + 8, height: rows.length + 8, fill: "#fff" }), svg("path", { d: path, fill: "#000" })));
  }, () => undefined);
  return place;
}

/**
 * @param {Room} room
 * @param {{replay: (revision: number | null) => void, at: number | null, restoreAsked: {at: number | null}, redraw: () => void}} how
 */
export function historyPanel(room, how) {
  const list = el("div", null, "Looking …");
  const label = /** @type {HTMLInputElement} */ (el("input", { type: "text", maxlength: 80, "aria-label": "Name of the checkpoint", placeholder: "before lunch" }));
  const slider = /** @type {HTMLInputElement} */ (el("input", { type: "range", min: 0, max: room.replica.revision, value: how.at ?? room.replica.revision, "aria-label": "Moment of the workshop" }));
  slider.addEventListener("change", () => how.replay(Number(slider.value) >= room.replica.revision ? null : Number(slider.value)));
  room.question("history", { after: Math.max(0, room.replica.revision - 150) }).then((changes) => {
    set(list, el("ol.history", null, [...changes].reverse().slice(0, 100).map((/** @type {any} */ one) => el("li", null,
      el("span.faint", null, `${one.revision} · ${new Date(one.at).toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit" })} · ${room.nameOf(one.by)} `),
      (one.said.length ? one.said.slice(0, 4).join(" ") : "Moved things."), " ",
      button("Look", () => how.replay(one.revision), { class: "small", "aria-label": `Look at the map as it was after change ${one.revision}` })))));
  }, (problems) => set(list, problems[0].message));
  const asked = how.restoreAsked;
  return el("div.panel", null, el("h2", { tabindex: "-1" }, "History"),
    how.at === null ? el("p", null, "Pull back to see the map as it was; nothing is changed by looking.")
      : el("p.banner", null, `You are looking at the map after change ${how.at}. `, button("Back to now", () => how.replay(null)),
        room.you.role === "host" ? button(asked.at === how.at ? "Really restore this" : "Restore this", () => {
          if (asked.at === how.at) {
            room.do("restore", { to: how.at });
            how.replay(null);
          } else {
            asked.at = how.at;
            how.redraw();
          }
        }) : null),
    el("label.stack", null, "Timeline", slider),
    room.state.checkpoints.length ? el("section", null, el("h3", null, "Checkpoints"), el("ul", null, room.state.checkpoints.map((one) => el("li", null,
      button(`${one.label} (${one.revision})`, () => how.replay(one.revision), { class: "go" }))))) : null,
    room.atLeast("editor") ? el("div.row", null, label, button("Name this moment", () => label.value.trim() && room.do("checkpoint", { label: label.value.trim() }))) : null,
    el("section", null, el("h3", null, "What happened"), list));
}

/**
 * @param {Room} room
 * @param {() => Promise<Blob | null>} picture
 */
export function takePanel(room, picture) {
  const save = async (/** @type {string} */ name) => {
    const answer = await fetch(`/files/${name}`, { headers: { "X-Sysmap-Key": recall("sysmap-key") } });
    if (!answer.ok) return room.told.say(await answer.text(), "bad");
    const said = /filename="([^"]+)"/.exec(answer.headers.get("Content-Disposition") || "");
    return download(await answer.blob(), said ? said[1] : name);
  };
  const files = /** @type {[string, string][]} */ ([["map.yaml", "The map (YAML)"], ["map.html", "The page: opens anywhere, without network"],
    ["map.xlsx", "Excel: factors, links, votes"], ["changes.txt", "What changed, in sentences, to send round"], ["votes.csv", "Votes (CSV)"],
    ...(room.you.role === "host" ? [["log.csv", "The log by role (CSV)"]] : [])]);
  return el("div.panel", null, el("h2", { tabindex: "-1" }, "Take away"),
    el("ul", null, files.map(([name, label]) => el("li", null, button(label, () => save(name), { class: "go", "data-file": name }))),
      el("li", null, button("Picture (PNG)", async () => {
        const blob = await picture();
        if (blob) download(blob, `${room.replica.map.id}.png`);
      }, { class: "go", "data-file": "map.png" }))));
}

/** @param {Blob} blob @param {string} name */
function download(blob, name) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}
