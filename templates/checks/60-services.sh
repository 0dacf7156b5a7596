#: in machine container
# Every service that is watched runs; killed, it comes back as another process and is ready again.
. /etc/init.d/services
watched=
for name in $services; do
	describe "$name"
	[ -z "$command" ] || watched="$watched $name"
done
[ -n "$watched" ] || { echo "no service of this machine is a program that is kept running"; exit 77; }

# Runs and is ready, as a process other than the given one.
is_back() {
	state=$(service status "$1")
	case $state in
	"$1 running $2" | "$1 running") return 1 ;;
	"$1 running "*) return 0 ;;
	esac
	return 1
}
await() {
	for _ in $(seq 60); do
		is_back "$@" && return
		sleep 1
	done
	echo "$1 does not $3 within a minute: $state"
	service log "$1" | tail -n 20
	exit 1
}

for name in $watched; do await "$name" none run; done
for name in $watched; do
	before=$(service status "$name")
	before=${before##* }
	kill -KILL "$before" || { echo "$name has no process $before to kill"; exit 1; }
	await "$name" "$before" "come back"
done
echo "killed and back:$watched"
