# Every lesson is listed and shown, and every command that one shows works on this machine.
count=0
for file in /usr/share/lessons/*.txt; do
	number=${file##*/}
	number=${number%%-*}
	[ "$(lesson show "$number")" = "$(cat "$file")" ] || { echo "lesson show $number does not show it"; exit 1; }
	lesson list | grep -q "^ *$number  $(head -n 1 "$file" | cut -c 1-20)" || { echo "lesson $number is not in the list"; exit 1; }
	sed -n 's/^     \$ //p' "$file" >/tmp/lesson-commands
	[ -s /tmp/lesson-commands ] || { echo "lesson $number has nothing to try"; exit 1; }
	# On another descriptor, so that no command can swallow the next.
	while read -r command <&3; do
		(eval "$command") </dev/null >/tmp/lesson-output 2>&1 || { echo "lesson $number: $command: $(tail -n 1 /tmp/lesson-output)"; exit 1; }
		count=$((count + 1))
	done 3</tmp/lesson-commands || exit 1
done
lesson show 99 >/dev/null && { echo "there is a lesson 99"; exit 1; }
lesson show x >/dev/null && { echo "lesson show x is accepted"; exit 1; }
rm /tmp/lesson-commands /tmp/lesson-output
echo "$count commands were tried"
