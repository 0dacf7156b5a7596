#!/bin/sh
# Starts the program with the arguments given. V8's young generation is set when Node starts, in MB. Over a cached tree of the kernel's
# options all that is made stays: a small one is passed through once, a larger one is copied again and again. Of the configurator
# nearly nothing stays, and with the 16 MB that V8 takes by itself one key in twenty waits until they are cleared.
case $0 in */*) here=${0%/*} ;; *) here=. ;; esac
[ -L "$0" ] && here=$(dirname -- "$(readlink -f -- "$0")")
node=$here/../../node_modules/.bin/node
if [ "${1-}" = kconfig ] && [ -x "$node" ]; then
  # A cached tree is gone over once or twice: what V8 would optimise on the way is hardly run any more. Where the program parses a tree it
  # takes --no-opt back. An older Node does not know all of these words.
  exec "$node" --max-semi-space-size=1 --no-opt --no-maglev "$here/start.mjs" "$@"
fi
exec node --max-semi-space-size=4 "$here/start.mjs" "$@"
