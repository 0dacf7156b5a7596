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
# Waits for a service to run, as another process than the one given.
# usage: await NAME [PID]
await() {
	tries=90
	until state=$(service status "$1") && [ "${state%% running *}" = "$1" ] && [ "$state" != "$1 running ${2:-}" ]; do
		tries=$((tries - 1))
		[ $tries -gt 0 ] || { echo "$1 does not come back within a minute and a half: $state"; service log "$1" | tail -n 20; exit 1; }
		sleep 1
	done
}
for name in $watched; do
	# One that needs the service that was killed before ends with it, and may not be back yet.
	await "$name"
	before=${state##* }
	kill -KILL "$before" || { echo "$name has no process $before to kill"; exit 1; }
	await "$name" "$before"
done
echo "killed and back:$watched"
