/**
 * The line to the server: a socket that comes back by itself, and says when the server was last heard. A browser can
 * call a socket open for half a minute after the Wi-Fi is gone; so silence, not the socket, decides.
 *
 * @typedef {"joining" | "open" | "lost" | "over"} LineState
 */

const PING = 3000;
const SILENCE = 9000;
const WAITS = [300, 700, 1500, 3000, 5000];

export class Line {
  /**
   * @param {string} address
   * @param {{hello: () => import("./protocol").Hello | null, message: (message: import("./protocol").FromServer) => void, state: (state: LineState) => void}} told
   */
  constructor(address, told) {
    this.address = address;
    this.told = told;
    /** @type {LineState} */
    this.state = "joining";
    this.heard = Date.now();
    this.tries = 0;
    /** @type {WebSocket | null} */
    this.socket = null;
    this.timer = 0;
    setInterval(() => this.watch(), 1000);
    addEventListener("online", () => this.again());
    addEventListener("offline", () => this.drop());
  }

  connect() {
    const hello = this.told.hello();
    if (!hello) return;
    clearTimeout(this.timer);
    this.hangUp();
    const socket = new WebSocket(this.address);
    this.socket = socket;
    this.heard = Date.now();
    socket.onopen = () => socket.send(JSON.stringify(hello));
    socket.onmessage = (event) => {
      this.heard = Date.now();
      const message = JSON.parse(event.data);
      if (message.type === "welcome") {
        this.tries = 0;
        this.say("open");
      }
      if (message.type === "bye") this.say("over");
      this.told.message(message);
    };
    socket.onclose = () => {
      if (this.socket === socket) this.gone();
    };
  }

  /** @param {import("./protocol").FromBrowser} message @returns {boolean} whether it left this browser */
  send(message) {
    if (this.state !== "open" || !this.socket || this.socket.readyState !== WebSocket.OPEN) return false;
    this.socket.send(JSON.stringify(message));
    return true;
  }

  /** Stop for good, e.g. because the code was wrong. */
  stop() {
    this.say("over");
    this.hangUp();
  }

  /** Leave the socket for good: nothing more is heard from it. */
  hangUp() {
    const { socket } = this;
    this.socket = null;
    if (!socket) return;
    socket.onclose = socket.onmessage = socket.onopen = null;
    socket.close();
  }

  again() {
    if (this.state === "over") return;
    this.tries = 0;
    this.connect();
  }

  drop() {
    if (this.state !== "open") return;
    this.hangUp();
    this.gone();
  }

  gone() {
    if (this.state === "over") return;
    this.say("lost");
    clearTimeout(this.timer);
    this.timer = window.setTimeout(() => this.connect(), WAITS[Math.min(this.tries++, WAITS.length - 1)]);
  }

  watch() {
    const silent = Date.now() - this.heard;
    if (this.state === "open" && silent > SILENCE) this.drop();
    else if (this.state === "open" && silent > PING) this.send({ type: "ping" });
  }

  /** @param {LineState} state */
  say(state) {
    if (state === this.state) return;
    this.state = state;
    this.told.state(state);
  }
}
