/** Who is here, what they may do, how to come in, and what only a host does with a room. */

import { button, el, set, svg } from "../dom.js";
import { select } from "./fieldform.js";

/**
 * @typedef {import("./room.js").Room} Room
 * @typedef {import("./room.js").Person} Person
 * @typedef {{follow: (client: string | null) => void, following: string | null, bring: () => void, tidy: () => void, dismissAsked: Set<string>, door: () => void}} How
 */

const ROLES = /** @type {[import("./protocol").DoRole["role"], string][]} */ (["host", "editor", "contributor", "voter", "viewer"].map((one) => [one, one]));

/** @param {Room} room @param {How} how */
export function peoplePanel(room, how) {
  const host = room.you.role === "host";
  const online = new Map([...room.here.values()].map((one) => [one.person, one.client]));
  const people = [...room.state.people].sort((a, b) => Number(online.has(b.id)) - Number(online.has(a.id)) || (a.name < b.name ? -1 : 1));
  return el("div.panel", null, el("h2", { tabindex: "-1" }, "People"),
    el("p", null, `${online.size} here, ${people.length} in all.`),
    host && room.code ? el("section", null, el("h3", null, "Join"), el("p.code", null, room.code), doorOf(room),
      button("Show it large", how.door), slips(room)) : null,
    el("ul.people", null, people.map((one) => el("li", null, el("span.who", null, el("strong", null, one.name), one.id === room.you.id ? " (you)" : "", one.group ? el("span.faint", null, ` ${one.group}`) : null,
      el("span.tag", null, online.has(one.id) ? "here" : "away")), toDo(room, one, online.get(one.id), how)))),
    myself(room),
    host ? el("section", null, el("h3", null, "For the host"), el("div.row", null,
      button("Bring everybody to my view", how.bring), button("Lay the map out anew", how.tidy),
      button(room.state.locked ? "Unlock the map" : "Lock the map", () => room.do("lock", { on: !room.state.locked })),
      button(room.state.closed ? "Open the workshop again" : "Close the workshop", () => room.do("close", { on: !room.state.closed })))) : null);
}

/** @param {Room} room @param {Person} one @param {string | undefined} client @param {How} how */
function toDo(room, one, client, how) {
  const host = room.you.role === "host";
  const other = one.id !== room.you.id;
  const pick = select(`Role of ${one.name}`, ROLES, one.role);
  pick.addEventListener("change", () => room.do("role", { person: one.id, role: pick.value }));
  const following = client !== undefined && how.following === client;
  return el("span.row", null, host ? pick : el("span.tag", null, one.role),
    client !== undefined && other ? button(following ? "Stop following" : "Follow", () => how.follow(following ? null : client), { class: "small", "aria-label": `${following ? "Stop following" : "Follow"} ${one.name}` }) : null,
    host && other ? button(how.dismissAsked.has(one.id) ? "Really remove" : "Remove", (event) => {
      if (how.dismissAsked.has(one.id)) room.do("dismiss", { person: one.id });
      else {
        how.dismissAsked.add(one.id);
        const pressed = /** @type {HTMLElement} */ (event.currentTarget);
        pressed.textContent = "Really remove";
        pressed.setAttribute("aria-label", `Really remove ${one.name}`);
      }
    }, { class: "small", "aria-label": `${how.dismissAsked.has(one.id) ? "Really remove" : "Remove"} ${one.name}` }) : null);
}

/** Slips for people to come in with, one each, so that a vote counts people and not browsers. @param {Room} room */
function slips(room) {
  const number = /** @type {HTMLInputElement} */ (el("input", { type: "number", min: 1, max: 300, value: 20, "aria-label": "How many slips" }));
  const make = (/** @type {number} */ many) => room.question("slips", { number: many }).then((codes) => {
    room.slips = codes;
    room.told.changed("state");
    if (codes.length) showSlips(room);
    else room.told.say("The room’s code lets people in again.", "good");
  }, (problems) => room.told.say(problems.map((/** @type {any} */ one) => `${one.message} ${one.hint}`).join(" "), "bad"));
  return el("details", null, el("summary", null, "One slip for each person"),
    el("p.faint", null, "For votes that must count people: from then on nobody new comes in without a slip, and each slip lets in one person."),
    el("div.row", null, number, button("Make slips", () => make(Number(number.value))),
      room.slips.length ? button("Show them", () => showSlips(room)) : null, button("Without slips again", () => make(0))));
}

/** @param {Room} room */
function showSlips(room) {
  const dialog = /** @type {HTMLDialogElement} */ (el("dialog.slips", { "aria-label": "Join slips" }, el("p", null, "Print these and cut them apart, or read each person one. They are shown this once: the server keeps only their marks."),
    el("ul", null, room.slips.map((one) => el("li", null, el("strong", null, one), el("span", null, ` ${room.replica.map.title}`)))),
    el("div.row", null, button("Print", () => print()), button("Close", () => dialog.close()))));
  dialog.addEventListener("close", () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
}

/** @param {Room} room */
function myself(room) {
  const name = /** @type {HTMLInputElement} */ (el("input", { type: "text", maxlength: 40, value: room.you.name }));
  const group = /** @type {HTMLInputElement} */ (el("input", { type: "text", maxlength: 60, value: room.you.group, placeholder: "e.g. nurses" }));
  return el("details", null, el("summary", null, "My name, group and code"), room.again ? el("p", null, "Your own code, to come back as yourself from another phone or browser: ", el("strong.again", null, room.again)) : null, el("label.stack", null, "Your name here", name), el("label.stack", null, "The group you speak for", group),
    button("Change", () => room.do("me", { name: name.value.trim() || room.you.name, group: group.value.trim() })));
}

/**
 * The way in: the address and a QR code.
 *
 * @param {Room} room
 */
export function doorOf(room) {
  const place = el("div.qr", null);
  room.question("door").then(({ link, address, rows, fingerprint }) => {
    const path = rows.map((/** @type {string} */ row, /** @type {number} */ y) => [...row].map((cell, x) => (cell === "1" ? `M${x} ${y}h1v1h-1z` : "")).join("")).join("");
    set(place, el("p.address", null, el("strong", null, address)), svg("svg", { viewBox: `-4 -4 ${rows.length + 8} ${rows.length + 8}`, role: "img", "aria-label": `QR code of ${link}` },
      svg("rect", { x: -4, y: -4, width: rows.length + 8, height: rows.length + 8, fill: "#fff" }), svg("path", { d: path, fill: "#000" })),
    fingerprint ? el("p.fingerprint", null, "A browser may warn that it does not know this computer. Its certificate is the right one if the SHA-256 fingerprint reads: ", el("code", null, fingerprint)) : null,
    /^http:\/\/(127\.|localhost)/.test(address) ? el("p.faint", null, "Only this computer can join: start with --lan for the room.") : null);
  }, () => undefined);
  return place;
}

/**
 * The way in over the whole screen, for the projector, until it is closed.
 *
 * @param {Room} room
 */
export function showDoor(room) {
  const dialog = /** @type {HTMLDialogElement} */ (el("dialog.door", { "aria-label": "How to join" },
    el("h2", null, room.replica.map.title), el("p", null, "Join with a phone, a tablet or a laptop: scan the picture, or open the address and type the code."),
    el("p.code", null, room.code), doorOf(room), button("Close", () => dialog.close())));
  dialog.addEventListener("close", () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
}
