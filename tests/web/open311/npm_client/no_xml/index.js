// Stands in for two parsers in C that no present Node builds; JSON is read without them.
module.exports = {}
