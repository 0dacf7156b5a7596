# The manager runs as the user of the session and tells which windows there are.
if ! ls /dev/dri/card* >/dev/null 2>&1; then
	pidof start-session >/dev/null || ps | grep -q '[s]tart-session' || { echo "the session does not wait for the screen"; exit 1; }
	echo "this machine was started without a screen: the session waits for one"
	exit 0
fi
tries=60
until window-list >/tmp/windows 2>&1; do
	tries=$((tries - 1))
	[ $tries -gt 0 ] || { echo "no window manager within a minute: $(cat /tmp/windows)"; exit 1; }
	sleep 1
done
owner=$(ps -o user,comm | awk '$2 == "fluxbox" { print $1 }')
[ "$owner" = desktop ] || { echo "fluxbox runs as ${owner:-nobody at all}, not as desktop"; exit 1; }
