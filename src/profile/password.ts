/** Passwords as crypt(5) hashes: what a person types is never kept. */
import { ExitStatus, SmartError } from '../system/error.ts'
import { run } from '../system/exec.ts'

/** The sha512-crypt hash of a password, with a salt of its own. The password goes to openssl by its standard input, so that no process list shows it. */
export async function hashPassword(password: string): Promise<string> {
  if (password === '' || /\p{Cc}/u.test(password))
    throw new SmartError('The password is empty or has control characters', {
      hint: 'Type letters, digits, signs and blanks',
      exitStatus: ExitStatus.usage,
    })
  const { stdout } = await run(['openssl', 'passwd', '-6', '-stdin'], { input: `${password}\n` })
  return stdout.trim()
}
