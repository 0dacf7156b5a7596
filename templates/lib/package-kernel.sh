# Sourced by package.sh of a kernel that is not compiled here: does it have what was asked for, and in which files?

# Fails when a kernel that is not compiled here lacks a requested symbol. A wish for m is met by y, too; the engine asks for m
# where whoever wants the symbol has its modules loaded. REQUESTERS has lines `SYMBOL who,who`.
# usage: demand_config REQUESTED CONFIG REQUESTERS
demand_config() {
	awk '
		function setting() {
			name = ""; value = ""
			if ($0 ~ /^# CONFIG_[A-Za-z0-9_]+ is not set$/) { name = substr($2, 8); value = "n" }
			else if ($0 ~ /^CONFIG_[A-Za-z0-9_]+=/) { name = $0; sub(/=.*/, "", name); name = substr(name, 8); value = $0; sub(/^[^=]*=/, "", value) }
		}
		part == 1 { setting(); if (name != "") { wanted[name] = value; order[++count] = name } }
		part == 2 { setting(); if (name != "") got[name] = value }
		part == 3 { by[$1] = $2 }
		END {
			for (i = 1; i <= count; i++) {
				name = order[i]
				have = (name in got) ? got[name] : "n"
				if (have == wanted[name] || (wanted[name] == "m" && have == "y")) continue
				gsub(",", " and ", by[name])
				printf "smart-os: error: %s needs the kernel symbol %s=%s, and the distribution'\''s kernel has %s; take the kernel from source (components.linux.origin: source)\n", by[name], name, wanted[name], have
				bad = 1
			}
			exit bad
		}
	' part=1 "$1" part=2 "$2" part=3 "$3"
}

# Prints the files (relative to FOLDER, /lib/modules/VERSION after depmod) of the wanted modules and of all that these need: by
# symbols (modules.dep) and by what their authors ask to have loaded before or after (modules.softdep, by alias). WANTED has lines
# `MODULE who,who`. What is built in has no file. Fails for a module that the kernel does not have.
# usage: select_modules FOLDER WANTED
select_modules() {
	awk '
		function plain(path) { sub(/.*\//, "", path); sub(/\.ko.*/, "", path); gsub(/-/, "_", path); return path }
		function take(name,    i, words, n) {
			if (!(name in file)) return name in builtin
			if (name in taken) return 1
			taken[name] = 1
			print file[name]
			n = split(needs[name], words, " ")
			for (i = 1; i <= n; i++) take(plain(words[i]))
			n = split(soft[name], words, " ")
			for (i = 1; i <= n; i++) take_alias(words[i])
			return 1
		}
		function take_alias(name,    i, words, n) {
			if (take(name)) return
			n = split(alias[name], words, " ")
			for (i = 1; i <= n; i++) take(words[i])
		}
		part == 1 { builtin[plain($1)] = 1 }
		part == 2 && $1 == "alias" { name = $2; gsub(/-/, "_", name); alias[name] = alias[name] " " plain($3) }
		part == 3 && $1 == "softdep" {
			for (i = 3; i <= NF; i++) if ($i !~ /:$/) { name = $i; gsub(/-/, "_", name); soft[plain($2)] = soft[plain($2)] " " name }
		}
		part == 4 {
			path = $1; sub(/:$/, "", path); name = plain(path); file[name] = path
			for (i = 2; i <= NF; i++) needs[name] = needs[name] " " $i
		}
		part == 5 {
			if (take(plain($1))) next
			gsub(",", " and ", $2)
			printf "smart-os: error: %s needs the kernel module %s, which the distribution'\''s kernel does not have; take the kernel from source (components.linux.origin: source)\n", $2, $1 >"/dev/stderr"
			bad = 1
		}
		END { exit bad }
	' part=1 "$1/modules.builtin" part=2 "$1/modules.alias" part=3 "$1/modules.softdep" part=4 "$1/modules.dep" part=5 "$2"
}
