# make builds what is missing in the order of dependencies, then nothing, then only what a change touches.
#: in machine container
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder" || exit 1
printf 'all: sum\nsum: one two\n\tcat one two >sum\n%%: %%.in\n\tcp $< $@\n' >Makefile
echo 1 >one.in
echo 2 >two.in
make -j2 >log 2>&1 || { tail -n 3 log; exit 1; }
[ "$(tr -d '\n' <sum)" = 12 ] || { echo "the result is $(cat sum)"; exit 1; }
make -q || { echo "make would build again what is up to date"; exit 1; }
sleep 1.1
echo 3 >two.in
make >log 2>&1 && ! grep -q one.in log || { echo "more was built than the change touched:"; cat log; exit 1; }
[ "$(tr -d '\n' <sum)" = 13 ] || { echo "the change did not reach the result"; exit 1; }
