// SPDX-License-Identifier: Apache-2.0
// What sio_echo does, on npm socket.io: peer.mjs PORT ws|eiows
import { createRequire } from "node:module";
import { createServer } from "node:http";
import { Server } from "socket.io";

const [port, engine] = process.argv.slice(2);
const http = createServer();
const options = { pingInterval: 25000, pingTimeout: 20000 };
if (engine === "eiows") options.wsEngine = createRequire(import.meta.url)("eiows").Server;
const io = new Server(http, options);

io.on("connection", (socket) => {
	socket.join(`user:${socket.id}-0123456789abcdef`);
	socket.emit("auth", socket.handshake.auth);
	socket.on("message", (...args) => socket.emit("message-back", ...args));
	socket.on("message-with-ack", (...args) => args.pop()(...args));
	socket.on("broadcast", (...args) => io.emit("broadcast", ...args));
});
http.listen(Number(port), "127.0.0.1", 4096, () => console.log(`listening on ${http.address().port}`));
