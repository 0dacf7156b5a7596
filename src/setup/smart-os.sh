#!/bin/sh
# Starts the program with the arguments given. V8's young generation is set when Node starts: over a tree of the kernel's options,
# where all that is made stays, a small one is passed through once, while a larger one is copied again and again (18 % of the time).
case $0 in */*) here=${0%/*} ;; *) here=. ;; esac
[ -L "$0" ] && here=$(dirname -- "$(readlink -f -- "$0")")
[ "${1-}" = kconfig ] && exec node --max-semi-space-size=2 "$here/start.mjs" "$@"
exec node "$here/start.mjs" "$@"
