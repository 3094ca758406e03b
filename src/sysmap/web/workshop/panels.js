/** The panels for asking the map, and for taking things away. */

import { answerPicture, partList } from "../answerpicture.js";
import { givenTable } from "../askpanel.js";
import { answerWords } from "../answerwords.js";
import { button, el } from "../dom.js";
import { answerTo } from "../focus.js";
import { say } from "./english.js";
import { questionForm } from "./questionform.js";
import { recall } from "./room.js";

/**
 * @typedef {import("./room.js").Room} Room
 * @typedef {import("../view.js").View} View
 */

/**
 * Questions on one's own screen: nobody else's changes, unless the host shows the answer to everybody.
 *
 * @param {import("./editor.js").Editor} editor
 * @param {string[]} chosen
 */
export function askPanel(editor, chosen) {
  const { model, view, together } = editor;
  const talk = editor.side.questions;
  const stale = view.ask && view.ask.kind === "asked" && view.ask.revision !== editor.room.replica.revision;
  const change = (/** @type {Partial<View>} */ what) => {
    Object.assign(view, what);
    together.takeOver();
    if (together.showing && view.ask) together.share();
    else together.endSharing();
    editor.draw();
    editor.side.renew();
  };
  const [one, two] = chosen;
  const name = (/** @type {string} */ id) => `“${model.factors[id].label}”`;
  const reach = (/** @type {"up" | "down" | "around"} */ direction, /** @type {number | null} */ steps) => () => change({
    ask: { kind: "reach", direction, starts: chosen, steps, combine: "union" }, pick: null,
  });
  const answer = answerTo(model, view);
  const listed = answer && "found" in answer ? answer.found : [];
  return el("div.panel", null, el("h2", { tabindex: "-1" }, say("ask.heading")),
    el("p.faint", null, say("room.the-answer-shows-on-your-screen")),
    chosen.length ? el("div.row", null, button(say("room.what-leads-to-it"), reach("up", null)), button(say("room.what-follows-from-it"), reach("down", null)),
      button(say("room.one-step-around"), reach("around", 1)), button(say("room.two-steps-around"), reach("around", 2)))
      : el("p", null, say("room.choose-a-factor-first-two-to")),
    two ? el("div.row", null,
      button(say("room.paths-from-to", { one: name(one), two: name(two) }), () => change({ ask: { kind: "paths", from: one, to: two, most: 6 }, pick: null })),
      button(say("room.paths-from-to-2", { two: name(two), one: name(one) }), () => change({ ask: { kind: "paths", from: two, to: one, most: 6 }, pick: null }))) : null,
    el("div.row", null, button(say("room.all-feedback-loops"), () => change({ ask: { kind: "loops", through: null, most: 6 }, pick: null })),
      one ? button(say("room.loops-through", { one: name(one) }), () => change({ ask: { kind: "loops", through: one, most: 6 }, pick: null })) : null),
    questionForm(editor, talk, chosen),
    answer ? el("section.answer", { "aria-live": "polite" }, el("h3", null, say("room.answer")), el("p", null, answerWords(model, answer)),
      stale ? el("p.row", null, el("span.faint", null, say("ask.changed")), button(say("ask.again"), () => talk.ask(), { class: "small" })) : null,
      answer.kind === "given" && answer.picture ? answerPicture(answer.picture) : null,
      answer.kind === "given" && answer.parts ? partList(answer.parts, view.pick, (pick) => change({ pick })) : null,
      answer.kind === "given" && answer.table && answer.table.rows.length ? givenTable(answer.table) : null,
      listed.length ? el("ol", null, listed.slice(0, 30).map((chain, i) => el("li", null,
        button(chain.factors.map((id) => model.factors[id].label).join(" → "), () => change({ pick: view.pick === i ? null : i }), {
          class: "go", "aria-pressed": String(view.pick === i),
        }), el("span.tag", null, /** @type {any} */ (chain).kind || chain.polarity)))) : null,
      el("div.row", null, button(say("room.show-the-whole-map-again"), () => change({ ask: null, pick: null })),
        editor.room.you.role !== "host" ? null : together.showing ? button(say("room.stop-showing-it"), () => {
          together.endSharing();
          editor.side.renew();
        }) : button(say("room.show-everybody"), () => {
          together.share();
          editor.side.renew();
        }, { class: "main" }))) : null);
}

/**
 * @param {Room} room
 * @param {{png: () => void, svg: () => void}} pictures
 */
export function takePanel(room, pictures) {
  const save = async (/** @type {string} */ name) => {
    const answer = await fetch(`files/${name}`, { headers: { "X-Sysmap-Key": recall("sysmap-key") } });
    if (!answer.ok) return room.told.say(await answer.text(), "bad");
    const said = /filename="([^"]+)"/.exec(answer.headers.get("Content-Disposition") || "");
    return download(await answer.blob(), said ? said[1] : name);
  };
  const files = /** @type {[string, string][]} */ ([["map.yaml", say("room.the-map-yaml")], ["map.html", say("room.the-page-opens-anywhere-without-network")],
    ["map.xlsx", say("room.excel-factors-links-votes")], ["changes.txt", say("room.what-changed-in-sentences-to-send")], ["votes.csv", say("room.votes-csv")],
    ...(room.you.role === "host" ? [["log.csv", say("room.the-log-by-role-csv")]] : [])]);
  return el("div.panel", null, el("h2", { tabindex: "-1" }, say("room.take-away")),
    el("ul", null, files.map(([name, label]) => el("li", null, button(label, () => save(name), { "data-file": name }))),
      el("li", null, button(say("room.picture-as-on-your-screen-with"), pictures.png, { "data-file": "map.png" })),
      el("li", null, button(say("room.the-same-as-a-drawing-svg"), pictures.svg, { "data-file": "map.svg" }))));
}

/** @param {Blob} blob @param {string} name */
function download(blob, name) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}
