#: in machine container
#: when services
#: seconds 300
# Every service that is kept running comes back when it is killed: as another process, and ready again.
. /etc/init.d/services
watched=
for name in $services; do
	describe "$name"
	[ -z "$command" ] || watched="$watched $name"
done
for name in $watched; do
	before=$(service status "$name")
	before=${before##* }
	kill -KILL "$before" || { echo "$name has no process $before to kill"; exit 1; }
	tries=90
	until state=$(service status "$name") && [ "${state%% running *}" = "$name" ] && [ "$state" != "$name running $before" ]; do
		tries=$((tries - 1))
		[ $tries -gt 0 ] || { echo "$name does not come back within a minute and a half: $state"; service log "$name" | tail -n 20; exit 1; }
		sleep 1
	done
done
echo "killed and back:$watched"
