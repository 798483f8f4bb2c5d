// Asks an npm package, `netrc-parser` or `netrc`, about each file.
const fs = require('fs')
const { createRequire } = require('module')

const [folder, name, input] = process.argv.slice(2)
const library = createRequire(folder + '/')(name)

const machines = (path) => {
  if (name === 'netrc') return library(path)
  const netrc = new library.Netrc(path)
  netrc.loadSync()
  return netrc.machines
}

const encoded = (value) => (value === undefined || value === null ? null : Buffer.from(String(value)).toString('base64'))

for (const line of fs.readFileSync(input, 'utf8').split('\n').filter(Boolean)) {
  const { id, path, host } = JSON.parse(line)
  let answer = { id, answer: 'none' }
  try {
    const found = machines(path)[host]
    if (found) answer = { id, answer: 'match', login: encoded(found.login), password: encoded(found.password) }
  } catch (error) {
    answer = { id, answer: 'error', why: String(error) }
  }
  fs.writeSync(1, JSON.stringify(answer) + '\n')
}
