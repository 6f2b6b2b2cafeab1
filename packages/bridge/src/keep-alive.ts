import WebSocket from 'ws';

/** Several in a row: answers that came while this process stood still are read only after the next question. */
const mayMiss = 3;

/** Asks the other end every so many ms whether it is there, and ends the connection when it no longer answers. The timer is the caller's to clear. */
export function keepAlive(socket: WebSocket, period: number): NodeJS.Timeout {
  let unanswered = 0;
  socket.on('pong', () => (unanswered = 0));
  return setInterval(() => {
    if (socket.readyState !== WebSocket.OPEN) return;
    if (unanswered === mayMiss) return socket.terminate();
    unanswered++;
    socket.ping();
  }, period);
}
