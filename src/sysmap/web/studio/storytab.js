/** The contribution story in the studio: what stands in the report by itself, and one's own words, written in place. */

import { say } from "./english.js";
import { button, el, set } from "../dom.js";
import { get, post } from "./talk.js";

/**
 * @typedef {import("./main.js").Place} Place
 * @typedef {{place: string, group: string, title: string, own: string, instead: boolean, made: {heading: string, text: string}[]}} StoryPlace
 */

/** Texts that are not kept yet, by map and place. @type {Map<string, string>} */
const drafts = new Map();

addEventListener("beforeunload", (event) => {
  if (drafts.size) event.preventDefault();
});

/** @param {HTMLElement} panel @param {Place} place */
export async function showStory(panel, place) {
  /** @type {StoryPlace[]} */
  const places = await get(`story?${place.about}`);
  const groups = [...new Set(places.map((one) => one.group))];
  set(panel, el("p", null, say("studio.what-the-report-says-by-itself")),
    groups.map((group, i) => el("details.story-group", { open: !i || places.some((one) => one.group === group && (one.own || drafts.has(key(place, one)))) }, el("summary", null, group),
      places.filter((one) => one.group === group).map((one) => story(place, one)))));
}

/** @param {Place} place @param {StoryPlace} one */
function key(place, one) {
  return `${place.card.file}|${one.place}`;
}

/** @param {Place} place @param {StoryPlace} one */
function story(place, one) {
  const mine = key(place, one);
  const made = one.made.flatMap((part) => [part.heading ? el("h4", null, part.heading) : null, ...paragraphs(part.text)]);
  const writing = el("div.writing");
  const held = drafts.get(mine);
  const write = (/** @type {string} */ text) => {
    const area = /** @type {HTMLTextAreaElement} */ (el("textarea", { rows: 5, "aria-label": say("studio.your-own-words", { title: one.title }) }));
    area.value = text;
    area.addEventListener("input", () => drafts.set(mine, area.value));
    set(writing, area, el("p.faint", null, say("studio.an-empty-line-parts-paragraphs-lines")),
      el("div.row", null, button(say("studio.keep-these-words"), () => place.doing(say("studio.writing"), async () => {
        const { file } = await post(`story?${place.about}`, { place: one.place, text: area.value, before: one.own });
        drafts.delete(mine);
        await place.again(say("studio.kept-in", { file }));
      }), { class: "main", "aria-label": say("studio.keep-these-words-2", { title: one.title }) }), button(say("studio.leave-it"), () => {
        drafts.delete(mine);
        read();
      })));
    area.focus();
  };
  const naming = one.own ? say("studio.change-your-words") : say("studio.write-your-own-words");
  const read = () => set(writing, one.own ? el("blockquote", null, paragraphs(one.own)) : null,
    el("div.row", null, button(naming, () => write(one.own), { "aria-label": `${naming}: ${one.title}` }),
      one.instead && one.made.length && !one.own ? button(say("studio.begin-with-what-is-made"), () => write(one.made.map((part) => part.text).join("\n\n")), { "aria-label": say("studio.begin-with-what-is-made-2", { title: one.title }) }) : null));
  if (held === undefined) read();
  else write(held);
  return el("article.story", null, el("h3", null, one.title), writing,
    made.length ? el("details", { open: one.group === say("studio.contribution-stories") }, el("summary", null, one.instead && one.own ? say("studio.what-would-stand-there-by-itself") : say("studio.what-stands-there-by-itself")), made) : null);
}

/** @param {string} text */
function paragraphs(text) {
  return text.split(/\n\s*\n/).map((part) => {
    const lines = part.split("\n").map((line) => line.trim()).filter(Boolean);
    return lines.length && lines.every((line) => line.startsWith("- ")) ? el("ul", null, lines.map((line) => el("li", null, line.slice(2)))) : el("p", null, lines.join(" "));
  });
}
