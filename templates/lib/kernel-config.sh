# Sourced by build scripts of what is configured with Kconfig (linux, busybox): fragments merged, and every wish checked.

# Prints the fragments merged: of several lines for one symbol the last wins, in place of the first.
# usage: merge_config FRAGMENT…
merge_config() {
	awk '
		/^# CONFIG_[A-Za-z0-9_]+ is not set$/ { name = $2; line = name "=n" }
		/^CONFIG_[A-Za-z0-9_]+=/ { name = $0; sub(/=.*/, "", name); line = $0 }
		name != "" {
			if (!(name in value)) order[++count] = name
			value[name] = line
			name = ""
		}
		END { for (i = 1; i <= count; i++) print value[order[i]] }
	' "$@"
}

# Fails when a requested symbol did not get its value: Kconfig drops a wish with unmet dependencies without a word.
# The wording is a contract: the diagnosis of a failed build reads it. KIND is what the lines call a symbol.
# usage: require_config REQUESTED RESULT KIND
require_config() {
	awk -v kind="$3" '
		{ name = ""; value = "" }
		/^# CONFIG_[A-Za-z0-9_]+ is not set$/ { name = substr($2, 8); value = "n" }
		/^CONFIG_[A-Za-z0-9_]+=/ { name = $0; sub(/=.*/, "", name); name = substr(name, 8); value = $0; sub(/^[^=]*=/, "", value) }
		name == "" { next }
		FNR == NR { wanted[name] = value; order[++count] = name; next }
		{ got[name] = value }
		END {
			for (i = 1; i <= count; i++) {
				name = order[i]
				have = (name in got) ? got[name] : "n"
				if (have != wanted[name]) {
					printf "smart-os: %s %s: requested %s, got %s\n", kind, name, wanted[name], have
					bad = 1
				}
			}
			exit bad
		}
	' "$1" "$2"
}
