/**
 * Runs a shell command in the machine that is being verified and prints its output; ends with its exit status. The
 * verifier, which holds the machine's console, listens on the socket. Only Node's own modules.
 *
 *   node guest.mjs SOCKET COMMAND
 */
import { createConnection } from 'node:net'

const [path, ...words] = process.argv.slice(2)
const socket = createConnection({ path, allowHalfOpen: true })
let answer = ''
socket.setEncoding('utf8')
socket.on('data', (text) => {
  answer += text
})
socket.on('error', (error) => {
  process.stderr.write(`The machine's console cannot be reached: ${error.message}\n`)
  process.exitCode = 125
})
socket.on('end', () => {
  const { status, output } = JSON.parse(answer)
  process.stdout.write(output)
  process.exitCode = status
})
socket.end(words.join(' '))
