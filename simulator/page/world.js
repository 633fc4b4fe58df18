// The page's copy of the simulator's state: people, messages, and changes as they happen.
// Talks to the control API (`/_/…`) and draws nothing.

const WAIT_SECONDS = 25;
const KEPT_WIRES = 300;

async function ask(path, options) {
  const answer = await fetch(`_/${path}`, options);
  if (!answer.ok)
    throw new Error((await answer.json().catch(() => ({}))).message || `HTTP ${answer.status}`);
  return answer.json();
}

/** A reply implies that earlier messages were read; pressed buttons have no read mark of their own. */
function noteReading(chat, { from, via, at }) {
  if (from === "bot" && via === "reply") chat.readAt = Math.max(chat.readAt, at);
}

/** Emits CustomEvents: "roster", "message", "read", "loading", "unsent", "wire", "link" (online?). */
export class World extends EventTarget {
  constructor() {
    super();
    this.chats = new Map();
    this.wires = [];
    this.quota = { limit: 0, used: 0 };
    this.bot = {};
    this.background = {};
    this.photoFate = null;
    this.seq = 0;
  }

  async open() {
    await this.refresh();
    // The last calls before this page was opened belong in the wire panel too.
    const start = Math.max(0, this.seq - KEPT_WIRES);
    const { changes } = await ask(`changes?since=${start}&wait=0`);
    for (const change of changes) {
      if (change.kind === "wire" && change.seq <= this.seq) this.#wire(change);
    }
    this.#follow();
  }

  async refresh() {
    const state = await ask("state");
    this.seq ||= state.seq;
    this.quota = state.quota;
    this.bot = state.bot || {};
    this.background = state.background || {}; // people who act without a phone on the table
    const roster = [
      ...state.people.map((person) => ({ ...person, kind: "person" })),
      ...state.groups.map((group) => ({ ...group, kind: "group" })),
    ];
    roster.forEach((chat, place) => {
      const known = this.chats.get(chat.key) || { messages: null, readAt: 0, place };
      this.chats.set(chat.key, Object.assign(known, chat));
    });
    this.#tell("roster");
  }

  name(key) {
    if (key === "bot") return this.bot.name || "บัญชีทางการ";
    return this.chats.get(key)?.name || this.background[key] || key;
  }

  keyOfUser(userId) {
    return [...this.chats.values()].find((chat) => chat.id === userId)?.key;
  }

  /** The chat's messages in order, fetched once and kept up to date from then on. */
  async history(key) {
    const chat = this.chats.get(key);
    chat.opening ||= this.#openChat(chat);
    await chat.opening;
    return [...chat.messages.values()].sort((a, b) => a.at - b.at || (a.seq || 0) - (b.seq || 0));
  }

  async #openChat(chat) {
    // News that come while the past is being fetched are kept here and win.
    chat.messages = new Map();
    try {
      const past = await ask(`chats/${encodeURIComponent(chat.key)}/messages`);
      chat.messages = new Map([...past.map((record) => [record.id, record]), ...chat.messages]);
      for (const record of past) noteReading(chat, record);
    } catch (problem) {
      chat.opening = null; // the next look tries again
      throw problem;
    }
  }

  /** What shall befall the next photos ("late", "gone") or null; asked once, then over. */
  takePhotoFate() {
    const fate = this.photoFate;
    this.photoFate = null;
    if (fate) this.#tell("fate");
    return fate;
  }

  /** Does something as the person: verb = say, photo, press, sticker, location, unsend, follow… */
  act(key, verb, body = {}) {
    return this.post(`chats/${encodeURIComponent(key)}/${verb}`, body);
  }

  post(path, body = {}) {
    const headers = { "Content-Type": "application/json" };
    return ask(path, { method: "POST", headers, body: JSON.stringify(body) });
  }

  samples() {
    this.sampleNames ||= ask("samples");
    return this.sampleNames;
  }

  async #follow() {
    for (let pause = 500; ;) {
      try {
        const answer = await ask(`changes?since=${this.seq}&wait=${WAIT_SECONDS}`);
        // Changes we have not seen are gone (a reset, a long sleep): start over.
        if (answer.reset) location.reload();
        this.seq = answer.seq;
        for (const change of answer.changes) this.#take(change);
        this.#tell("link", true);
        pause = 500;
      } catch {
        this.#tell("link", false);
        await new Promise((resolve) => setTimeout(resolve, pause));
        pause = Math.min(pause * 2, 8000);
      }
    }
  }

  #take(change) {
    const chat = this.chats.get(change.chat);
    if (change.kind === "wire") return this.#wire(change);
    // News of friendship with nobody in particular: everything was reset.
    if (change.kind === "friend" && !change.chat) return location.reload();
    if (change.kind === "menu" || change.kind === "friend" || (change.chat && !chat)) {
      this.#refreshSoon();
    }
    if (change.kind === "message" && chat) {
      chat.messages?.set(change.id, change);
      noteReading(chat, change);
    }
    if (change.kind === "read" && chat) chat.readAt = Math.max(chat.readAt, change.at);
    if (change.kind === "unsent") {
      const record = chat?.messages?.get(change.id || change.message_id);
      if (record) record.unsent = true;
    }
    this.#tell(change.kind, change);
  }

  #wire(change) {
    this.wires.push(change);
    if (this.wires.length > KEPT_WIRES) this.wires.shift();
    this.#tell("wire", change);
    if (/\/(push|multicast|broadcast)$/.test(change.path) && change.status === 200)
      this.#refreshSoon();
  }

  /** News comes in bursts (a month replayed, say); one look at the state serves many. */
  #refreshSoon() {
    this.refreshing ||= setTimeout(() => {
      this.refreshing = null;
      this.refresh().catch(() => {});
    }, 200);
  }

  #tell(kind, detail) {
    this.dispatchEvent(new CustomEvent(kind, { detail }));
  }
}
