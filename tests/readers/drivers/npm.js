// Asks the npm package `netrc-parser` about each file.
const fs = require('fs')
const { createRequire } = require('module')

const [folder, input] = process.argv.slice(2)
const { Netrc } = createRequire(folder + '/')('netrc-parser')

const encoded = (value) => (value === undefined || value === null ? null : Buffer.from(String(value)).toString('base64'))

for (const line of fs.readFileSync(input, 'utf8').split('\n').filter(Boolean)) {
  const { id, path, host } = JSON.parse(line)
  let answer = { id, answer: 'none' }
  try {
    const netrc = new Netrc(path)
    netrc.loadSync()
    const found = netrc.machines[host]
    if (found) answer = { id, answer: 'match', login: encoded(found.login), password: encoded(found.password) }
  } catch (error) {
    answer = { id, answer: 'error', why: String(error) }
  }
  fs.writeSync(1, JSON.stringify(answer) + '\n')
}
