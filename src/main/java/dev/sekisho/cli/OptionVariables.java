package dev.sekisho.cli;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/// The `SEKISHO_*` variables of the environment.
///
/// Kubernetes writes variables of its own into every pod, named after the Services next to it:
/// beside a Service `sekisho` there is `SEKISHO_PORT=tcp://10.0.0.1:80`. Those are not options, not
/// even where a Service `sekisho-http` makes one look like `SEKISHO_HTTP_PORT`.
final class OptionVariables {

    private static final String PREFIX = "SEKISHO_";
    private static final Pattern OF_SERVICE =
            Pattern.compile("SEKISHO_([A-Z0-9_]*_)?(SERVICE_HOST|SERVICE_PORT|PORT)(_[A-Z0-9_]+)?");
    private static final Pattern LINK = Pattern.compile("(tcp|udp|sctp)://.*");

    private OptionVariables() {}

    /// Those that set an option; one that looks like it but does not is an error.
    static Map<String, String> ours(Map<String, String> environment) {
        var known = OptionCatalog.ALL.stream().map(Option::variable).toList();
        var ours = new TreeMap<String, String>();
        environment.forEach((name, text) -> {
            if (isOurs(name, text, known)) {
                ours.put(name, text);
            }
        });
        return ours;
    }

    private static boolean isOurs(String name, String text, List<String> known) {
        if (!name.startsWith(PREFIX)) {
            return false;
        }
        if (known.contains(name)) {
            return !LINK.matcher(text).matches();
        }
        if (OF_SERVICE.matcher(name).matches()) {
            return false;
        }
        throw new UsageException("unknown variable " + name + Nearest.of(name, known));
    }
}
