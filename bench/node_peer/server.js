// The Node peer of the intake benchmark: LINE's Node SDK as its own example has it, and a commit for each webhook.
// node server.js <port> <database>; CHANNEL_SECRET in the environment

import { middleware } from "@line/bot-sdk";
import Database from "better-sqlite3";
import express from "express";

const [port, path] = process.argv.slice(2);
const database = new Database(path);
database.pragma("journal_mode = WAL");
database.pragma("synchronous = FULL");
database.exec("CREATE TABLE inbox (id INTEGER PRIMARY KEY, event TEXT NOT NULL UNIQUE, raw TEXT NOT NULL)");
const insert = database.prepare("INSERT OR IGNORE INTO inbox (event, raw) VALUES (?, ?)");
const store = database.transaction((events) => {
  for (const event of events) insert.run(event.webhookEventId, JSON.stringify(event));
});

const app = express();
app.post("/line/webhook", middleware({ channelSecret: process.env.CHANNEL_SECRET }), (request, response) => {
  store(request.body.events);
  response.end();
});
app.get("/health/ready", (_request, response) => response.end());
app.listen(Number(port), "127.0.0.1");
