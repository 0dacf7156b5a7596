# One zone of the distribution's compiled tz database.
case $OPTION_ZONE in
*[!A-Za-z0-9_+/-]* | /* | *..* | '')
	echo "smart-os: error: $OPTION_ZONE is not the name of a time zone"
	exit 1
	;;
esac
all=$DEST/usr/share/zoneinfo
if [ ! -f "$all/$OPTION_ZONE" ]; then
	echo "smart-os: error: the tz database has no time zone $OPTION_ZONE"
	echo "Zones with a similar name:"
	(cd "$all" && find . -type f | sed 's#^\./##' | grep -i "${OPTION_ZONE##*/}" | sort) || true
	exit 1
fi
cp "$all/$OPTION_ZONE" "$BUILD/zone"
rm -rf "$DEST/usr" "$DEST/etc"
install -D -m 644 "$BUILD/zone" "$DEST/usr/share/zoneinfo/$OPTION_ZONE"
mkdir -p "$DEST/etc"
ln -s "../usr/share/zoneinfo/$OPTION_ZONE" "$DEST/etc/localtime"
