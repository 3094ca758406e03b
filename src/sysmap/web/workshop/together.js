/** Working in one room: where the others are, following one of them, being brought to the host's view. */

/**
 * @typedef {import("./editor.js").Editor} Editor
 * @typedef {import("../types.js").Point} Point
 */

const COLOURS = ["#0b4f7d", "#8a4b00", "#5b3a8c", "#1f6b3a", "#9c2340", "#30617a", "#6b5200", "#43474d"];

export class Together {
  /** @param {Editor} editor */
  constructor(editor) {
    this.editor = editor;
    /** @type {string | null} the connection of the person one follows */
    this.following = null;
    /** @type {Point | null} */
    this.pointer = null;
    this.said = "";
    setInterval(() => this.tell(), 120);
  }

  /** Show the others' cursors and what they are editing. */
  show() {
    const { editor } = this;
    const { room, board } = editor;
    board.others = [...room.here.values()].filter((one) => one.client !== room.client).map((one) => ({
      name: room.nameOf(one.person), colour: colourOf(one.person), at: one.at, editing: one.editing,
    }));
    const followed = this.following ? room.here.get(this.following) : null;
    if (followed && followed.view) board.lookAt({ x: followed.view[0], y: followed.view[1], scale: followed.view[2] });
    board.redraw();
  }

  /** @param {string | null} client */
  follow(client) {
    this.following = client;
    this.show();
    this.editor.side.show();
  }

  /** Tell the others where one is; they are told a few times a second at most. */
  tell() {
    const { editor } = this;
    const { room, board } = editor;
    if (room.line.state !== "open") return;
    const editing = editor.editing;
    const said = {
      ...(this.pointer ? { at: this.pointer.map((v) => Math.round(v)) } : {}),
      view: [Math.round(board.look.x), Math.round(board.look.y), Math.round(board.look.scale * 1000) / 1000], ...(editing ? { editing } : {}),
    };
    const text = JSON.stringify(said);
    if (text === this.said) return;
    this.said = text;
    room.line.send({ type: "here", ...said });
  }

  /** Bring everybody to what the host looks at. */
  bring() {
    const { look } = this.editor.board;
    this.editor.room.line.send({ type: "bring", view: [look.x, look.y, look.scale] });
    this.editor.told("Everybody is shown your view.");
  }

  /** @param {[number, number, number]} view @param {string} by */
  brought([x, y, scale], by) {
    this.editor.board.lookAt({ x, y, scale });
    this.editor.told(`${this.editor.room.nameOf(by)} brought you to a view.`);
  }
}

/** @param {string} person */
export function colourOf(person) {
  return COLOURS[[...person].reduce((sum, c) => sum + c.charCodeAt(0), 0) % COLOURS.length];
}
