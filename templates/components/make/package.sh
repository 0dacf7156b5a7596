# A helper in Perl, which the machine lacks as a rule.
rm -f "$DEST/usr/bin/make-first-existing-target"
