// Calls one after another what is read from standard input, and writes what was called back.
const Open311 = require('open311')

const { settings, calls } = JSON.parse(require('fs').readFileSync(0, 'utf8'))
const client = new Open311(settings)
const told = []

function next() {
  const call = calls.shift()
  if (!call) return process.stdout.write(JSON.stringify(told))
  const [name, ...given] = call
  client[name](...given, (error, said) => {
    told.push({ error, said })
    next()
  })
}

next()
