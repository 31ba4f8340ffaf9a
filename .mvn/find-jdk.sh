# Sourced by ./mvnw and bin/sekisho: points JAVA_HOME at a JDK 25 or newer, or ends with one line.

# The JDK's own `release` file tells its version without starting a JVM.
sekisho_is_jdk() {
    [ -x "$1/bin/java" ] && [ -x "$1/bin/javac" ] && [ -r "$1/release" ] || return 1
    sekisho_version=$(sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$1/release")
    [ "${sekisho_version:-0}" -ge 25 ]
}

# The home of the `java` on the PATH, through whatever links lead to it.
sekisho_java_on_path() {
    sekisho_java=$(command -v java) || return 0
    while [ -L "$sekisho_java" ]; do
        sekisho_link=$(readlink "$sekisho_java")
        case $sekisho_link in
        /*) sekisho_java=$sekisho_link ;;
        *) sekisho_java=$(dirname "$sekisho_java")/$sekisho_link ;;
        esac
    done
    (cd "$(dirname "$sekisho_java")/.." && pwd -P)
}

sekisho_find_jdk() {
    for sekisho_home in "${JAVA_HOME-}" "$(sekisho_java_on_path)"; do
        if [ -n "$sekisho_home" ] && sekisho_is_jdk "$sekisho_home"; then
            JAVA_HOME=$sekisho_home
            return 0
        fi
    done
    # mvnw turns file name patterns off.
    case $- in *f*) sekisho_patterns=off ;; *) sekisho_patterns=on ;; esac
    set +f
    sekisho_found=
    for sekisho_home in /usr/lib/jvm/* /usr/java/* /opt/java/* \
        /Library/Java/JavaVirtualMachines/*/Contents/Home \
        "${HOME-}"/Library/Java/JavaVirtualMachines/*/Contents/Home \
        "${HOME-}"/.sdkman/candidates/java/* "${HOME-}"/.jdks/*; do
        if sekisho_is_jdk "$sekisho_home"; then
            sekisho_found=$sekisho_home
            break
        fi
    done
    [ "$sekisho_patterns" = on ] || set -f
    [ -n "$sekisho_found" ] || return 1
    JAVA_HOME=$sekisho_found
}

if sekisho_find_jdk; then
    export JAVA_HOME
else
    echo "Sekisho needs a JDK 25 or newer: install one, or set JAVA_HOME to it." >&2
    exit 1
fi
