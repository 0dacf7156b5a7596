# As in the source build: without the profiler gprofng, whose report is made by a script in Perl.
rm -f "$DEST"/usr/bin/gp-* "$DEST/usr/bin/$TARGET"-gp-* "$DEST"/usr/bin/gprofng* "$DEST/usr/bin/$TARGET"-gprofng*
rm -rf "$DEST"/usr/lib/gprofng "$DEST"/usr/lib/libgprofng.so* "$DEST"/usr/share/gprofng
