# SPDX-License-Identifier: BSD-3-Clause
#
# Sourced by the scripts that set up and build: each step is one progress line, rewritten in place on a terminal,
# and a few plain lines elsewhere. What the commands print goes to $log.

# start_log NAME: the log of this script's run.
start_log() {
    log=build/logs/$1.log
    mkdir -p build/logs
    : >"$log"
}

# jobs: compilers at once; one needs up to 1.5 GB.
jobs() {
    local cores kilobytes fit
    cores=$(nproc)
    kilobytes=$(awk '/^MemAvailable:/ { print $2 }' /proc/meminfo 2>/dev/null || true)
    fit=$((${kilobytes:-4000000} / 1500000))
    if [ $fit -lt 1 ]; then fit=1; fi
    echo $((fit < cores ? fit : cores))
}

# show TEXT [last]: the step's line so far.
show() {
    if [ -t 1 ]; then printf '\r\033[K%s' "$1"; [ "${2-}" != last ] || echo
    elif [ "$1" != "${shown-}" ]; then printf '%s\n' "$1"
    fi
    shown=$1
}

# follow LABEL: reads a command's output and turns ninja's [n/m] and apt's packages into progress.
follow() {
    local line note='' total=0 got=0 unpacked=0 set_up=0 quarter=-1 done_now=0
    while IFS= read -r line; do
        case $line in
            *'Re-checking globbed'*) continue ;;
            '['*/*']'*) line=${line#[}; note=${line%%]*}; done_now=${note%/*}; total=${note#*/} ;;
            *' newly installed, '*) total=${line#*upgraded, }; total=${total%% *}; got=0 ;;
            'ninja: no work to do.') note='is up to date'; continue ;;
            Get:*) got=$((got + 1)); note="downloading $got"; done_now=$got ;;
            Unpacking\ *) unpacked=$((unpacked + 1)); note="unpacking $unpacked/$total"; done_now=$unpacked ;;
            Setting\ up\ *) set_up=$((set_up + 1)); note="setting up $set_up/$total"; done_now=$set_up ;;
            *) continue ;;
        esac
        [[ $done_now$total =~ ^[0-9]+$ ]] || continue
        if [ -t 1 ]; then show "$1 $note"
        elif [ "$total" -gt 0 ] && [ $((done_now * 4 / total)) != $quarter ]; then
            quarter=$((done_now * 4 / total))
            show "$1 $note"
        fi
    done
    printf '%s' "$note" >"$log.note"
}

# run_step NUMBER/OF NAME COMMAND...: ends the script with the log's tail where COMMAND fails.
run_step() {
    local label="[$1] $2" began=$SECONDS
    shift 2
    show "$label"
    printf '\n== %s: %s\n' "$label" "$*" >>"$log"
    if ! "$@" </dev/null 2>&1 | tee -a "$log" | follow "$label"; then
        [ ! -t 1 ] || echo
        { echo "$label failed; the end of $log:"; tail -n 25 "$log" | sed 's/^/    /'
          echo "The whole of it is in $log. Mend what it names and run this script again: done steps are skipped."; } >&2
        exit 1
    fi
    local note
    note=$(<"$log.note")
    rm -f "$log.note"
    show "$label${note:+ $note}, done in $((SECONDS - began)) s" last
}
