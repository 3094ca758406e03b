/** Who is here, what they may do, how to come in, and what only a host does with a room. */

import { button, el, set, svg } from "../dom.js";
import { say } from "./english.js";
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
  return el("div.panel", null, el("h2", { tabindex: "-1" }, say("room.people")),
    el("p", null, say("room.here-in-all", { here: online.size, all: people.length })),
    host && room.code ? el("section", null, el("h3", null, say("room.join")), el("p.code", null, room.code), doorOf(room),
      button(say("room.show-it-large"), how.door), slips(room)) : null,
    el("ul.people", null, people.map((one) => el("li", null, el("span.who", null, el("strong", null, one.name), one.id === room.you.id ? " (you)" : "", one.group ? el("span.faint", null, ` ${one.group}`) : null,
      el("span.tag", null, online.has(one.id) ? "here" : "away")), toDo(room, one, online.get(one.id), how)))),
    myself(room),
    host ? el("section", null, el("h3", null, say("room.for-the-host")), el("div.row", null,
      button(say("room.bring-everybody-to-my-view"), how.bring), button(say("room.lay-the-map-out-anew"), how.tidy),
      button(room.state.locked ? say("room.unlock-the-map") : say("room.lock-the-map"), () => room.do("lock", { on: !room.state.locked })),
      button(room.state.closed ? say("room.open-the-workshop-again") : say("room.close-the-workshop"), () => room.do("close", { on: !room.state.closed })))) : null);
}

/** @param {Room} room @param {Person} one @param {string | undefined} client @param {How} how */
function toDo(room, one, client, how) {
  const host = room.you.role === "host";
  const other = one.id !== room.you.id;
  const pick = select(say("room.role-of", { name: one.name }), ROLES, one.role);
  pick.addEventListener("change", () => room.do("role", { person: one.id, role: pick.value }));
  const following = client !== undefined && how.following === client;
  return el("span.row", null, host ? pick : el("span.tag", null, one.role),
    client !== undefined && other ? button(following ? say("room.stop-following") : say("room.follow"), () => how.follow(following ? null : client), { class: "small", "aria-label": say("room.follow-person", { following: following ? "yes" : "", name: one.name }) }) : null,
    host && other ? button(how.dismissAsked.has(one.id) ? say("room.really-remove") : say("room.remove"), (event) => {
      if (how.dismissAsked.has(one.id)) room.do("dismiss", { person: one.id });
      else {
        how.dismissAsked.add(one.id);
        const pressed = /** @type {HTMLElement} */ (event.currentTarget);
        pressed.textContent = say("room.really-remove");
        pressed.setAttribute("aria-label", say("room.really-remove-2", { name: one.name }));
      }
    }, { class: "small", "aria-label": how.dismissAsked.has(one.id) ? say("room.really-remove-2", { name: one.name }) : say("room.remove-2", { name: one.name }) }) : null);
}

/** Slips for people to come in with, one each, so that a vote counts people and not browsers. @param {Room} room */
function slips(room) {
  const number = /** @type {HTMLInputElement} */ (el("input", { type: "number", min: 1, max: 300, value: 20, "aria-label": say("room.how-many-slips") }));
  const make = (/** @type {number} */ many) => room.question("slips", { number: many }).then((codes) => {
    room.slips = codes;
    room.told.changed("state");
    if (codes.length) showSlips(room);
    else room.told.say(say("room.the-rooms-code-lets-people-in"), "good");
  }, (problems) => room.told.say(problems.map((/** @type {any} */ one) => `${one.message} ${one.hint}`).join(" "), "bad"));
  return el("details", null, el("summary", null, say("room.one-slip-for-each-person")),
    el("p.faint", null, say("room.for-votes-that-must-count-people")),
    el("div.row", null, number, button(say("room.make-slips"), () => make(Number(number.value))),
      room.slips.length ? button(say("room.show-them"), () => showSlips(room)) : null, button(say("room.without-slips-again"), () => make(0))));
}

/** @param {Room} room */
function showSlips(room) {
  const dialog = /** @type {HTMLDialogElement} */ (el("dialog.slips", { "aria-label": say("room.join-slips") }, el("p", null, say("room.print-these-and-cut-them-apart")),
    el("ul", null, room.slips.map((one) => el("li", null, el("strong", null, one), el("span", null, ` ${room.replica.map.title}`)))),
    el("div.row", null, button(say("room.print"), () => print()), button(say("ask.close"), () => dialog.close()))));
  dialog.addEventListener("close", () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
}

/** @param {Room} room */
function myself(room) {
  const name = /** @type {HTMLInputElement} */ (el("input", { type: "text", maxlength: 40, value: room.you.name }));
  const group = /** @type {HTMLInputElement} */ (el("input", { type: "text", maxlength: 60, value: room.you.group, placeholder: "e.g. nurses" }));
  return el("details", null, el("summary", null, say("room.my-name-group-and-code")), room.again ? el("p", null, say("room.your-own-code-to-come-back"), el("strong.again", null, room.again)) : null, el("label.stack", null, say("room.your-name-here"), name), el("label.stack", null, say("room.the-group-you-speak-for"), group),
    button(say("room.change"), () => room.do("me", { name: name.value.trim() || room.you.name, group: group.value.trim() })));
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
    set(place, el("p.address", null, el("strong", null, address)), svg("svg", { viewBox: `-4 -4 ${rows.length + 8} ${rows.length + 8}`, role: "img", "aria-label": say("room.qr-code-of", { link }) },
      svg("rect", { x: -4, y: -4, width: rows.length + 8, height: rows.length + 8, fill: "#fff" }), svg("path", { d: path, fill: "#000" })),
    fingerprint ? el("p.fingerprint", null, say("room.a-browser-may-warn-that-it"), el("code", null, fingerprint)) : null,
    /^http:\/\/(127\.|localhost)/.test(address) ? el("p.faint", null, say("room.only-this-computer-can-join-start")) : null);
  }, () => undefined);
  return place;
}

/**
 * The way in over the whole screen, for the projector, until it is closed.
 *
 * @param {Room} room
 */
export function showDoor(room) {
  const dialog = /** @type {HTMLDialogElement} */ (el("dialog.door", { "aria-label": say("room.how-to-join") },
    el("h2", null, room.replica.map.title), el("p", null, say("room.join-with-a-phone-a-tablet")),
    el("p.code", null, room.code), doorOf(room), button(say("ask.close"), () => dialog.close())));
  dialog.addEventListener("close", () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
}
