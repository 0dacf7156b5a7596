#: in machine container
#: when services
#: seconds 300
# Every service that is kept running does run, and says that it is ready; the checks behind this one may rely on it.
. /etc/init.d/services
watched=
for name in $services; do
	describe "$name"
	[ -z "$command" ] || watched="$watched $name"
done
for name in $watched; do
	tries=90
	until state=$(service status "$name") && [ "${state%% running *}" = "$name" ]; do
		tries=$((tries - 1))
		[ $tries -gt 0 ] || { echo "$state, after a minute and a half"; service log "$name" | tail -n 20; exit 1; }
		sleep 1
	done
done
service list
