# What the packages' own scripts would do: the names cc and c++. And what the source build leaves out: link-time optimisation, OpenMP
# and the sanitizers, which are more than the compilers themselves.
cd "$DEST/usr/bin"
[ -e cc ] || ln -s gcc cc
[ -e c++ ] || [ ! -e g++ ] || ln -s g++ c++
rm -f lto-dump* "$TARGET"-lto-dump*
cd "$DEST/usr/lib"
rm -f gcc/*/*/lto1
for name in asan gomp hwasan itm lsan quadmath tsan ubsan; do
	rm -f "lib$name".so* "$TARGET/lib$name".so* gcc/*/*/"lib$name".* gcc/*/*/"lib${name}_preinit.o"
done
find gcc/*/*/ -name '*san_preinit.o' -delete
rm -rf gcc/*/*/plugin
